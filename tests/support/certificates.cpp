#include "tests/support/certificates.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace test_support {

namespace {

template <auto release>
struct releaser {
  template <class T>
  void operator()(T* object) const {
    release(object);
  }
};
using key_ptr = std::unique_ptr<EVP_PKEY, releaser<EVP_PKEY_free>>;
using x509_ptr = std::unique_ptr<X509, releaser<X509_free>>;
using bio_ptr = std::unique_ptr<BIO, releaser<BIO_free_all>>;
using extension_ptr = std::unique_ptr<X509_EXTENSION, releaser<X509_EXTENSION_free>>;

template <class T>
T* made(T* object) {
  if (object == nullptr) {
    throw std::runtime_error("OpenSSL could not make a certificate");
  }
  return object;
}

key_ptr make_key() {
  return key_ptr(made(EVP_EC_gen("P-256")));
}

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return std::string(data, static_cast<std::size_t>(size));
}

std::string pem_of(X509* certificate) {
  const bio_ptr bio(made(BIO_new(BIO_s_mem())));
  PEM_write_bio_X509(bio.get(), certificate);
  return text_of(bio.get());
}

std::string pem_of(EVP_PKEY* key) {
  const bio_ptr bio(made(BIO_new(BIO_s_mem())));
  PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return text_of(bio.get());
}

void add_extension(X509* certificate, int nid, const std::string& value) {
  const extension_ptr extension(made(X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str())));
  X509_add_ext(certificate, extension.get(), -1);
}

x509_ptr make_certificate(EVP_PKEY* key, const std::string& name, std::chrono::hours from,
                          std::chrono::hours until) {
  static long serial = 0;
  x509_ptr certificate(made(X509_new()));
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), std::chrono::seconds(from).count());
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), std::chrono::seconds(until).count());
  X509_set_pubkey(certificate.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  return certificate;
}

x509_ptr make_leaf(EVP_PKEY* key, const certificate_request& request) {
  x509_ptr leaf = make_certificate(key, "test server", request.valid_from, request.valid_until);
  std::string names;
  for (const std::string& name : request.names) {
    names += (names.empty() ? "DNS:" : ",DNS:") + name;
  }
  for (const std::string& address : request.addresses) {
    names += (names.empty() ? "IP:" : ",IP:") + address;
  }
  add_extension(leaf.get(), NID_subject_alt_name, names);
  return leaf;
}

void sign(X509* certificate, X509* issuer, EVP_PKEY* key) {
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
  if (X509_sign(certificate, key, EVP_sha256()) == 0) {
    throw std::runtime_error("OpenSSL could not sign a certificate");
  }
}

}  // namespace

struct authority::state {
  key_ptr key;
  x509_ptr certificate;
};

certificate_request loopback() {
  return {.names = {"localhost"}, .addresses = {"127.0.0.1", "::1"}};
}

authority::authority() : state_(std::make_unique<state>()) {
  state_->key = make_key();
  state_->certificate =
      make_certificate(state_->key.get(), "test authority", std::chrono::hours(-1), std::chrono::hours(24));
  add_extension(state_->certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  add_extension(state_->certificate.get(), NID_key_usage, "critical,keyCertSign");
  sign(state_->certificate.get(), state_->certificate.get(), state_->key.get());
}

authority::~authority() = default;

certificate authority::issue(const certificate_request& request) const {
  const key_ptr key = make_key();
  const x509_ptr leaf = make_leaf(key.get(), request);
  sign(leaf.get(), state_->certificate.get(), state_->key.get());
  return {.chain = pem_of(leaf.get()), .key = pem_of(key.get())};
}

std::string authority::pem() const {
  return pem_of(state_->certificate.get());
}

certificate self_signed(const certificate_request& request) {
  const key_ptr key = make_key();
  const x509_ptr leaf = make_leaf(key.get(), request);
  sign(leaf.get(), leaf.get(), key.get());
  return {.chain = pem_of(leaf.get()), .key = pem_of(key.get())};
}

}  // namespace test_support
