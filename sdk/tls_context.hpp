// What every TLS connection of a transport shares, and how its failures are told.
#pragma once

#include "core/base/error.hpp"
#include "sdk/url.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace boost::asio::ssl {
class context;
}
struct ssl_st;  // OpenSSL's SSL

namespace bouts {

// TLS 1.2 and later, the peer's certificate checked against the system's authorities and those of `ca_file`
// (PEM). errc::io when the file cannot be read or has no certificate in it.
//
// The system has its authorities twice: as a bundle, which takes 20 ms and 1 MiB to read, and in a directory,
// where OpenSSL looks up by name what it needs. Where there is such a directory the bundle is not read, until
// read_bundle().
result<std::shared_ptr<boost::asio::ssl::context>> make_tls_context(
    const std::optional<std::string>& ca_file);

// Reads the system's bundle as well, for an authority that its directory does not have. False when there is
// nothing more to read. Blocks.
bool read_bundle(boost::asio::ssl::context& context);
// Whether a failed handshake failed because no authority was found that we know.
bool lacks_authority(const ssl_st* session) noexcept;

// Before the handshake: SNI (names only, RFC 6066 §3) and ALPN.
void prepare_handshake(ssl_st* session, const origin& host);

// What the certificate check of a failed handshake found, as a sentence; nothing when the certificate was not
// the cause.
std::optional<std::string> explain_certificate(const ssl_st* session, std::string_view peer);

}  // namespace bouts
