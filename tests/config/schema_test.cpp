// The schema for editors agrees with the reader, as far as a schema can.
#include "config/schema.hpp"

#include "config/yaml_tree.hpp"
#include "tests/config/support.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>

namespace arena::config {
namespace {

std::string text_of(const char* path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  EXPECT_TRUE(file.good()) << path;
  return text.str();
}

// As much of JSON Schema as json_schema() speaks. JSON is YAML, so both sides are read by the same reader.
class validator {
 public:
  explicit validator(const std::string& schema) {
    auto read = read_yaml(schema, "schema");
    EXPECT_TRUE(read) << read.error().describe();
    root_ = *read;
  }

  bool accepts(const std::string& yaml) const {
    const auto tree = read_yaml(yaml, "config");
    EXPECT_TRUE(tree) << tree.error().describe();
    return fits(*root_, **tree);
  }

 private:
  bool fits(const node& schema, const node& value) const {
    if (const node* ref = schema.find("$ref")) {
      EXPECT_EQ(ref->text, "#/definitions/reference");
      return fits(*root_->find("definitions")->find("reference"), value);
    }
    for (const auto& rule : schema.entries) {
      if (!keeps(rule.key, *rule.value, schema, value)) {
        return false;
      }
    }
    return true;
  }

  bool keeps(const std::string& rule, const node& says, const node& schema, const node& value) const {
    const auto any = [](const node& of, const auto& test) {
      return std::ranges::any_of(of.items, [&](const node_ptr& one) { return test(*one); });
    };
    const bool is_text = value.kind == node_kind::scalar;
    if (rule == "anyOf") {
      return any(says, [&](const node& way) { return fits(way, value); });
    }
    if (rule == "type") {
      return says.kind == node_kind::scalar
                 ? is_a(says.text, value)
                 : any(says, [&](const node& one) { return is_a(one.text, value); });
    }
    if (rule == "enum") {
      return is_text && any(says, [&](const node& one) { return one.text == value.text; });
    }
    if (rule == "pattern") {
      return is_text && std::regex_search(value.text, std::regex(says.text));
    }
    if (rule == "minimum" || rule == "maximum") {
      const auto [low, high] =
          std::pair(rule == "minimum" ? &says : &value, rule == "minimum" ? &value : &says);
      return is_a("integer", value) && std::stoll(low->text) <= std::stoll(high->text);
    }
    if (rule == "minItems") {
      return value.items.size() >= std::stoul(says.text);
    }
    if (rule == "items") {
      return std::ranges::all_of(value.items, [&](const node_ptr& one) { return fits(says, *one); });
    }
    if (rule == "properties" || rule == "additionalProperties") {
      return std::ranges::all_of(value.entries, [&](const node_entry& one) {
        const node* own = schema.find("properties") ? schema.find("properties")->find(one.key) : nullptr;
        if (rule == "properties") {
          return own == nullptr || fits(*own, *one.value);
        }
        return own != nullptr || (says.kind == node_kind::mapping && fits(says, *one.value));
      });
    }
    EXPECT_TRUE(rule == "$schema" || rule == "title" || rule == "description" || rule == "default" ||
                rule == "definitions")
        << rule;
    return true;
  }

  static bool is_a(const std::string& type, const node& value) {
    const auto looks = [&](const char* form) {
      return value.kind == node_kind::scalar && std::regex_match(value.text, std::regex(form));
    };
    return type == "object"    ? value.kind == node_kind::mapping
           : type == "array"   ? value.kind == node_kind::list
           : type == "null"    ? value.kind == node_kind::empty
           : type == "string"  ? value.kind == node_kind::scalar
           : type == "integer" ? looks("-?[0-9]+")
           : type == "number"  ? looks("-?[0-9.]+")
           : type == "boolean" ? looks("true|false")
                               : false;
  }

  node_ptr root_;
};

TEST(Schema, IsTheFileThatIsShipped) {
  EXPECT_EQ(text_of(CONFIG_SCHEMA), json_schema())
      << "write it anew: build/release/bin/arena-connect schema > config/config.schema.json";
}

TEST(Schema, AcceptsTheSampleWithEverySettingInUse) {
  const auto sample = std::regex_replace(text_of(CONFIG_SAMPLE), std::regex("\n#((  )*[a-z_]+:)"), "\n$1");
  EXPECT_NE(sample.find("\nretention:"), std::string::npos);
  EXPECT_TRUE(validator(json_schema()).accepts(sample));
}

struct agreed {
  std::string yaml;
  bool good;
};

TEST(Schema, AgreesWithTheReader) {
  const auto agent = [](const std::string& line) { return test::one_agent("    " + line + "\n"); };
  const auto top = [](const std::string& line) { return line + "\n" + test::one_agent(); };
  const std::vector<agreed> table = {
      {agent("retries: 3"), true},
      {agent("retries: 11"), false},
      {agent("retries: -1"), false},
      {agent("retries: many"), false},
      {agent("retries: ${N}"), true},
      {agent("retries: file:/n"), true},
      {agent("timeout: 45m"), true},
      {agent("timeout: 0"), true},
      {agent("timeout: 45"), false},
      {agent("timeout: '45 m'"), false},
      {agent("poll_interval: 0"), false},
      {agent("limits: {memory: 4G}"), true},
      {agent("limits: {memory: 4GB}"), false},
      {agent("limits: {memory: 0}"), true},
      {agent("limits: {mem: 4G}"), false},
      {agent("limits: []"), false},
      {agent("limits:"), true},
      {agent("env: {A: b, C: 1, D: true}"), true},
      {agent("env: {A: [b]}"), false},
      {agent("env: [A]"), false},
      {agent("pass_env: [A, B]"), true},
      {agent("pass_env: A"), false},
      {agent("pass_env: [[A]]"), false},
      {agent("launcher: srun --mem=8G"), true},
      {agent("launcher: [srun, 8]"), true},
      {agent("launcher: {a: b}"), false},
      {agent("model_name: 4"), true},
      {agent("model_name: [4]"), false},
      {agent("events: {enabled: false}"), true},
      {agent("events: {enabled: off}"), false},
      {agent("claim: fresh"), true},
      {agent("claim: mine"), false},
      {agent("colour: red"), false},
      {top("log: {level: debug}"), true},
      {top("log: {level: loud}"), false},
      {top("log: debug"), false},
      {top("shutdown: {drain: 0}"), true},
      {top("retention: {size: 5368709120}"), true},
      {top("retention: {size: -5}"), false},
      {top("colour: red"), false},
      {"agents: []", false},
      {"agents: {}", false},
  };
  test::machine m;
  m.environment["N"] = "3";
  m.files["/n"] = "3";
  const validator schema(json_schema());
  for (const auto& [yaml, good] : table) {
    const auto outcome = test::parse_here(yaml, m);
    EXPECT_EQ(outcome.has_value(), good) << yaml << test::complaints(outcome);
    EXPECT_EQ(schema.accepts(yaml), good) << yaml;
  }
}

}  // namespace
}  // namespace arena::config
