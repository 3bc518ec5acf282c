#include "sdk/tls_context.hpp"

#include <boost/asio/ssl/context.hpp>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <cstdlib>
#include <filesystem>

namespace bouts {

namespace ssl = boost::asio::ssl;

namespace {

// One name with its length before it, as RFC 7301 §3.1 has it. Without it some hosts choose HTTP/2 or hang
// up.
constexpr std::string_view alpn_http_1_1 = "\x08http/1.1";

// $SSL_CERT_DIR, or where OpenSSL was built to look: one, or several with ":" between them.
std::string authority_directories() {
  const char* const named = std::getenv(X509_get_default_cert_dir_env());
  return named != nullptr ? named : X509_get_default_cert_dir();
}

// "5ed36f99.0": the hash of a name, as c_rehash(1) links it.
bool is_hashed_name(std::string_view name) {
  constexpr std::size_t digits = 8;
  return name.size() == digits + 2 && name.ends_with(".0") &&
         name.find_first_not_of("0123456789abcdef") == digits;
}

bool has_authorities(const std::string& directories) {
  std::error_code failed;
  const std::filesystem::path first(directories.substr(0, directories.find(':')));
  for (std::filesystem::directory_iterator at(first, failed), end; !failed && at != end;
       at.increment(failed)) {
    if (is_hashed_name(at->path().filename().native())) {
      return true;
    }
  }
  return false;
}

// A bundle that the environment names is meant instead of the system's.
bool is_bundle_named() {
  return std::getenv(X509_get_default_cert_file_env()) != nullptr;
}

}  // namespace

bool read_bundle(ssl::context& context) {
  return !is_bundle_named() &&
         SSL_CTX_load_verify_file(context.native_handle(), X509_get_default_cert_file()) == 1;
}

bool lacks_authority(const ssl_st* session) noexcept {
  switch (SSL_get_verify_result(session)) {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      return true;
    default:
      return false;
  }
}

result<std::shared_ptr<ssl::context>> make_tls_context(const std::optional<std::string>& ca_file) {
  auto made = std::make_shared<ssl::context>(ssl::context::tls_client);
  made->set_verify_mode(ssl::verify_peer);
  SSL_CTX_set_min_proto_version(made->native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_mode(made->native_handle(), SSL_MODE_RELEASE_BUFFERS);  // 34 KiB less of each idle connection
  boost::system::error_code failed;
  if (const auto places = authority_directories(); !is_bundle_named() && has_authorities(places)) {
    made->add_verify_path(places, failed);
  } else {
    made->set_default_verify_paths(failed);
  }
  if (failed) {
    return fail(errc::io, "the system's certificate authorities cannot be read: " + failed.message());
  }
  if (ca_file) {
    made->load_verify_file(*ca_file, failed);
    if (failed) {
      return fail(errc::io,
                  "the CA file " + *ca_file + " cannot be read as PEM certificates: " + failed.message());
    }
  }
  return made;
}

void prepare_handshake(ssl_st* session, const origin& host) {
  if (!host.is_address) {
    // The macro SSL_set_tlsext_host_name casts constness away.
    SSL_ctrl(session, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
             const_cast<char*>(host.host.c_str()));
  }
  SSL_set_alpn_protos(session, reinterpret_cast<const unsigned char*>(alpn_http_1_1.data()),
                      static_cast<unsigned>(alpn_http_1_1.size()));
}

std::optional<std::string> explain_certificate(const ssl_st* session, std::string_view peer) {
  const std::string certificate = "the certificate of " + std::string(peer);
  const long found = SSL_get_verify_result(session);
  switch (found) {
    case X509_V_OK:
      return std::nullopt;
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return certificate + " has expired";
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return certificate + " is not valid yet (is this machine's clock right?)";
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return certificate + " was issued for another host name";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_UNTRUSTED:
      return certificate + " is not trusted (" + X509_verify_cert_error_string(found) +
             "); if an authority of your own signed it, name its CA file";
    default:
      return certificate + " was refused: " + X509_verify_cert_error_string(found);
  }
}

}  // namespace bouts
