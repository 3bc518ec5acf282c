#include "cli/webhook_secret.hpp"

#include "cli/key_sources.hpp"
#include "core/base/text.hpp"

namespace bouts::cli {

result<secret> find_webhook_secret(const console& here, const values& given) {
  if (given.has("--secret")) {
    return secret(given.text("--secret"));
  }
  if (given.has("--secret-file")) {
    return read_key_file(given.text("--secret-file"));
  }
  return secret(std::string(trim(here.from.webhook_secret)));
}

std::vector<parameter> webhook_secret_parameters() {
  return {{.name = "--secret",
           .value = "TEXT",
           .help = "The secret of its signatures; seen by everybody on this machine, so rather use a file"},
          {.name = "--secret-file",
           .value = "FILE",
           .help = "Read the secret from a file; else $BOUTS_WEBHOOK_SECRET",
           .takes = takes::file}};
}

}  // namespace bouts::cli
