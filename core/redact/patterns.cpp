#include "core/redact/patterns.hpp"

#include "core/redact/assignment.hpp"

#include <vector>

namespace arena::redaction {

namespace {

using namespace std::string_literals;

// A name that says that its value is secret: "password", "DB_PASSWORD", "x-api-key", "clientSecret",
// "auth_token2".
std::string secret_name() {
  return R"((?i:[a-z0-9_.\-]*(?:password|passwd|passphrase|pwd|_pass|\bpass|secret|token|credential|_auth|)"
         R"((?:api|access|private|secret|signing|encryption|account|auth|master|session)[_\-]?key)(?:[_\-]?[0-9]+|_base)?))";
}

// A value in any kind of quotes, also in those of a quoted text (\"); up to the end of the line when it was
// cut.
std::string quoted_value() {
  return R"((?:\\+"([^"\\\n]+)|\\+'([^'\\\n]+)|(?:[bBrRuUfF]{1,2}|[@$])?)"
         R"re((?:"""([^"]+)|'''([^']+)|"((?:[^"\\\n]|\\.)+)|'((?:[^'\\\n]|\\.)+)|`([^`\\\n]+))))re";
}

std::string bare_value() {
  return R"(([^\s"'`,;&|()<>{}\[\]=:][^\s"'`,;&|()<>{}\[\]]*))";
}

// What may stand behind the name: the quote and the bracket that end it ("password", ['password']).
std::string name_end() {
  return R"(\\*["'`]?\]?[ \t]*)";
}

std::string pem_begin() {
  return R"(-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)";
}
std::string pem_body() {
  return R"((?:\s|\\[nr]|["'+,])*(?:[A-Za-z0-9+/=]{8}|[A-Za-z\-]+: ))";
}
std::string pem_end() {
  return R"(-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)";
}

// Keys that tell by their beginning what they are.
std::vector<pattern> keys() {
  return {
      {"key", R"(\baa_[0-9a-fA-F]{8,})", "agent keys of the arena, also cut ones"},
      {"key", R"(\bbouts_sk_[A-Za-z0-9_]{8,})", "API tokens of the arena, sandbox ones too"},
      {"key", R"(\bsk-ant-[A-Za-z0-9_\-]{8,})", "Anthropic"},
      {"key", R"(\bsk-[A-Za-z0-9_\-]{16,})", "OpenAI, OpenRouter, DeepSeek and others", has_digit},
      {"key", R"(\b[rsp]k_(?:live|test)_[A-Za-z0-9]{8,})", "Stripe"},
      {"key", R"(\bkey_[A-Za-z0-9]{16,})", "services that name their keys so", has_digit},
      {"key", R"(\bgh[opsur]_[A-Za-z0-9]{16,}|\bgithub_pat_[A-Za-z0-9_]{16,})", "GitHub"},
      {"key", R"(\bglpat-[A-Za-z0-9_\-]{16,})", "GitLab"},
      {"key", R"(\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b)", "AWS access key ids"},
      {"key", R"(\bAIza[A-Za-z0-9_\-]{30,}|\bya29\.[A-Za-z0-9_\-]{16,}|\bGOCSPX-[A-Za-z0-9_\-]{16,})",
       "Google"},
      {"key", R"(\bxox[a-z]-[A-Za-z0-9\-]{8,}|\bxapp-[A-Za-z0-9\-]{8,})", "Slack tokens"},
      {"key", R"(\bhooks\.slack\.com/services/[A-Za-z0-9/_\-]+)",
       "Slack webhooks: the address is the secret"},
      {"key", R"(\bnpm_[A-Za-z0-9]{16,})", "npm", has_digit},
      {"key", R"(\bpypi-[A-Za-z0-9_\-]{16,})", "PyPI"},
      {"key", R"(\b(?:hf|gsk|r8)_[A-Za-z0-9]{16,}|\bxai-[A-Za-z0-9]{16,})",
       "Hugging Face, Groq, Replicate, xAI"},
      {"key", R"(\bdo[opr]_v1_[a-f0-9]{16,}|\bSG\.[A-Za-z0-9_\-]{16,}\.[A-Za-z0-9_\-]{16,})",
       "DigitalOcean, SendGrid"},
      {"token", R"(\beyJ[A-Za-z0-9_\-]{8,}(?:\.[A-Za-z0-9_\-]*){0,2})", "JSON web tokens, also cut ones"},
      {"hex", R"(\b[0-9a-fA-F]{40,}\b)", "tokens and digests in hex, 40 digits and more",
       has_digit_and_letter},
  };
}

std::vector<pattern> headers() {
  const std::string name = R"((?i:\b(?:proxy-)?authorization))";
  const std::string tie = R"([ \t]*[:=][ \t]*)";
  return {
      {"authorization", "\""s + name + tie + R"(([^"\r\n]+))", "a header in double quotes, as for curl -H",
       is_header_value},
      {"authorization", "'"s + name + tie + R"(([^'\r\n]+))", "the same in single quotes", is_header_value},
      {"authorization", name + name_end() + R"([:=][ \t]*)" + quoted_value(),
       "the header as a field of an object", is_header_value},
      {"authorization", R"((?:^|[^"'\w\-]))"s + name + R"([ \t]*:[ \t]*([^\s"'`\\][^\r\n]*))",
       "the header's line", is_header_value},
      {"token", R"(\b(?:Bearer|BEARER)[ \t]+([A-Za-z0-9._~+/\-]{6,}=*))", "RFC 6750", is_no_word_of_prose},
      {"token", R"(\bbearer[ \t]+([A-Za-z0-9._~+/\-]{6,}=*))", "the same in lower case, as in prose",
       has_digit},
      {"credential", R"(\b(?i:basic)[ \t]+([A-Za-z0-9+/]{8,}={0,2}))", "RFC 7617: user and password",
       looks_encoded},
      {"credential", R"((?i:\bx-[a-z\-]*(?:key|token|auth|secret))[ \t]*:[ \t]*([^\s"'\\]+))",
       "headers for keys"},
      {"credential", R"((?i:\b(?:set-)?cookie):[ \t]*([^\s=;]+=[^\r\n"']+))", "sessions"},
  };
}

std::vector<pattern> addresses() {
  const std::string letters = R"(A-Za-z0-9\x{C0}-\x{24F}\x{370}-\x{52F})";  // Latin, Greek, Cyrillic
  const std::string octet = R"((?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9]))";
  const std::string octets = R"(\.)" + octet;
  return {
      {"connection",
       R"((?i:\b(?:postgres(?:ql)?|mysql2?|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mssql|sqlserver|)"
       R"(oracle|clickhouse|cockroachdb|nats|couchbases?|neo4j(?:\+s)?|bolt|snowflake|ldaps?|smtps?))"
       R"re(://[^\s"'<>`\\]+))re",
       "connection strings, which name hosts and users even without a password"},
      {"connection", R"re(\b(?i:[a-z][a-z0-9+.\-]*)://[^\s"'<>`@/:\[\]]*:[^\s"'<>`/]+@[^\s"'<>`\\]*)re",
       "any address with user and password"},
      {"credential", R"re((?i:https?)://([^\s"'<>`@/]+)@)re",
       "basic authentication in an address, or a token there"},
      {"credential", R"re(\bcurl\b[^\n]*?[ \t](?:-u|--user)[ \t]*["']?([^\s"':]+:[^\s"']+))re",
       "user and password of curl"},
      {"email",
       "[" + letters + R"(._%+\-]+@[)" + letters + "](?:[" + letters + R"(\-]*\.)+[)" + letters + "]{2,}",
       "people", is_personal_email},
      {"ip", R"(\b10)" + octets + octets + octets + R"(\b)", "private addresses, RFC 1918: 10/8",
       is_whole_ipv4},
      {"ip", R"(\b172\.(?:1[6-9]|2[0-9]|3[01]))" + octets + octets + R"(\b)", "172.16/12", is_whole_ipv4},
      {"ip", R"(\b192\.168)" + octets + octets + R"(\b)", "192.168/16", is_whole_ipv4},
      {"ip", R"(\b(?i:f[cd][0-9a-f]{2}|fe[89ab][0-9a-f])(?::[0-9a-fA-F]{0,4}){2,7}(?:%\w+)?)",
       "private IPv6 addresses: fc00::/7 (RFC 4193), fe80::/10 (RFC 4291)", is_whole_ipv6},
  };
}

std::string environment_name(const std::string& endings) {
  return R"(\b[A-Z0-9_]*(?:)" + endings + ")[0-9]*=";
}

std::vector<pattern> credentials() {
  const std::string environment_value = R"(([^\s"'`$<{(]\S+))";
  // "password: str = 'x'" has a type between the name and its value.
  const std::string any_tie = R"((?::[ \t]*[A-Za-z_][\w.\[\]<>|, ?]*?[ \t]*=|={1,3}|!==?|:=|=>|:)[ \t]*)";
  return {
      {"credential", secret_name() + name_end() + any_tie + quoted_value(), "credentials in source and JSON",
       is_quoted_literal},
      {"credential", secret_name() + name_end() + R"((?:=|:=|=>|:)[ \t]*)" + bare_value(),
       "credentials in files of settings, addresses and logs", is_bare_literal},
      {"credential",
       environment_name("PASSWORD|PASSWD|PASSPHRASE|PWD|_PASS|SECRET|TOKEN") + environment_value,
       "environment variables, whose values end at white space only", is_bare_literal},
      {"credential", environment_name("_KEY") + environment_value,
       "the same for keys, of which some are names", has_digit},
      {"credential", R"((?:^|[\s"'])--?)" + secret_name() + R"([ \t]+)" + bare_value(), "options",
       is_option_value},
      {"credential", R"((?:^|[\s"'])--?)" + secret_name() + R"([ \t]+)" + quoted_value(), "options",
       is_quoted_literal},
      {"credential", "<" + secret_name() + R"([^<>]*>([^<>\n]+)<)", "elements of XML"},
      {"env", R"re(\bprocess\.env(?:\??\.[A-Za-z_$][\w$]*|\[[ \t]*\\*["'`][^"'`\]\n]*["'`][ \t]*\]))re",
       "which settings this machine has"},
  };
}

std::vector<pattern> files() {
  const std::string pem_gap = R"((?:\s|\\[nr]|["'+,]))";
  const std::string pem_words = "(?:[A-Za-z0-9+/=]+" + pem_gap + "*)";
  const std::string user = R"re([^\s/\\"'`:;,()<>|&\[\]{}]+)re";
  return {
      {"private-key", "(?s)" + pem_begin() + ".*?" + pem_end(), "whole private keys"},
      {"private-key", "(?s)" + pem_begin() + pem_body() + R"(.*?(?:\z|)" + pem_end() + ")",
       "private keys whose end was cut off; a beginning without a body is code about keys"},
      {"private-key", pem_words + "*[A-Za-z0-9+/=]{16,}" + pem_gap + "*" + pem_words + "?" + pem_end(),
       "those whose beginning was; an end without a body is code about keys"},
      {"private-key", R"((?:\b[A-Za-z0-9+/]{64}(?:\r?\n|\\n))+[A-Za-z0-9+/]{1,64}={0,2})",
       "those that lost both", has_digit_and_letter},
      {"home", "(?:/var|/export|/usr|/mnt)?/(?:home|Users)/" + user, "names of people in paths",
       starts_a_path},
      {"home", R"((?i:[a-z]:(?:\\+|/)Users(?:\\+|/)))" + user, "the same elsewhere"},
      {"home", R"(/root\b)", "the same for the super-user", starts_a_path},
  };
}

std::vector<pattern> all_patterns() {
  std::vector<pattern> all;
  for (auto group : {keys(), headers(), addresses(), credentials(), files()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

}  // namespace

std::span<const pattern> patterns() {
  static const std::vector<pattern> table = all_patterns();
  return table;
}

}  // namespace arena::redaction
