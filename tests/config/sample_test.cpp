// The sample that is shipped has every key that is read, and nothing else.
#include "config/sections.hpp"
#include "config/show.hpp"
#include "config/yaml_tree.hpp"
#include "tests/config/support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace arena::config {
namespace {

std::string sample() {
  std::ifstream file(CONFIG_SAMPLE);
  std::ostringstream text;
  text << file.rdbuf();
  EXPECT_TRUE(file.good());
  return text.str();
}

// With the '#' taken away from every setting that has one in the first column.
std::string whole_sample() {
  std::istringstream lines(sample());
  const std::regex setting("^#((  )*[a-z_]+:.*)$");
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    text += std::regex_replace(line, setting, "$1") + "\n";
  }
  return text;
}

test::machine machine() {
  test::machine m;
  m.is_root = true;
  m.environment["ARENA_API_KEY"] = test::valid_key;
  m.environment["BOUTS_API_KEY"] = test::valid_token;
  m.environment["ARENA_PULL_TOKEN"] = "0123456789abcdef";
  return m;
}

void collect_keys(const node& from, const std::string& path, std::set<std::string>& keys) {
  for (const auto& entry : from.entries) {
    const auto here = path.empty() ? entry.key : path + "." + entry.key;
    keys.insert(here);
    collect_keys(*entry.value, here, keys);
    for (const auto& item : entry.value->items) {
      collect_keys(*item, here, keys);
    }
  }
}

TEST(Sample, IsReadWithoutProblemsAndWarnings) {
  const auto outcome = test::parse_here(sample(), machine());
  ASSERT_TRUE(outcome) << test::complaints(outcome);
  EXPECT_THAT(outcome->warnings, testing::ElementsAre());
}

TEST(Sample, SaysTheDefaults) {
  auto m = machine();
  m.environment.erase("BOUTS_API_KEY");
  const auto by_sample = test::parse_here(sample(), m);
  const auto by_default = test::parse_here("agents: [{command: [python3, my_agent.py]}]", m);
  ASSERT_TRUE(by_sample) << test::complaints(by_sample);
  ASSERT_TRUE(by_default) << test::complaints(by_default);
  EXPECT_EQ(show(by_sample->config), show(by_default->config));
}

TEST(Sample, IsReadWithEverySettingInUse) {
  const auto outcome = test::parse_here(whole_sample(), machine());
  ASSERT_TRUE(outcome) << test::complaints(outcome);
  EXPECT_TRUE(outcome->warnings.empty()) << outcome->warnings.front();
  EXPECT_EQ(outcome->config.control.listen, "127.0.0.1:9464");
}

TEST(Sample, HasExactlyTheKeysThatAreRead) {
  const auto tree = read_yaml(whole_sample(), "sample");
  ASSERT_TRUE(tree) << tree.error().describe();
  std::set<std::string> in_sample;
  collect_keys(**tree, "", in_sample);
  const auto known = all_known_keys();
  EXPECT_EQ(in_sample, std::set<std::string>(known.begin(), known.end()));
}

}  // namespace
}  // namespace arena::config
