#include "config/yaml_tree.hpp"

#include <gtest/gtest.h>

namespace arena::config {
namespace {

node_ptr tree_of(std::string_view text) {
  auto tree = read_yaml(text, "f");
  EXPECT_TRUE(tree) << tree.error().describe();
  return tree ? *tree : std::make_shared<node>();
}

std::string refusal_of(std::string_view text) {
  const auto tree = read_yaml(text, "f");
  return tree ? "" : tree.error().describe();
}

TEST(YamlTree, KeepsKindTextAndPlace) {
  const auto tree = tree_of("# first\na: one\nb:\n  - 2\n  - 'x y'\nc: {d: \"l1\\nl2\"}\ne:\n");
  ASSERT_EQ(tree->kind, node_kind::mapping);
  ASSERT_EQ(tree->entries.size(), 4U);
  EXPECT_EQ(tree->entries[0].key, "a");
  EXPECT_EQ(tree->entries[0].line, 2);
  EXPECT_EQ(tree->find("a")->text, "one");
  EXPECT_EQ(tree->find("a")->column, 4);
  ASSERT_EQ(tree->find("b")->items.size(), 2U);
  EXPECT_EQ(tree->find("b")->items[1]->text, "x y");
  EXPECT_EQ(tree->find("b")->items[1]->line, 5);
  EXPECT_EQ(tree->find("c")->find("d")->text, "l1\nl2");
  EXPECT_EQ(tree->find("e")->kind, node_kind::empty);
  EXPECT_EQ(tree->find("e")->line, 7);
  EXPECT_EQ(tree->find("f"), nullptr);
}

TEST(YamlTree, ReadsJsonIndentedByTabs) {
  const auto tree = tree_of("{\n\t\"a\": [1, true, null, \"\\u00e9\\/\"],\n\t\"b\": {}\n}\n");
  ASSERT_EQ(tree->find("a")->items.size(), 4U);
  EXPECT_EQ(tree->find("a")->items[0]->text, "1");
  EXPECT_EQ(tree->find("a")->items[2]->kind, node_kind::empty);
  EXPECT_EQ(tree->find("a")->items[3]->text, "\xC3\xA9/");
  EXPECT_EQ(tree->find("b")->kind, node_kind::mapping);
}

TEST(YamlTree, TellsAnEmptyTextFromNothing) {
  const auto tree = tree_of("a: ''\nb: null\nc: ~\nd: 'null'\n");
  EXPECT_EQ(tree->find("a")->kind, node_kind::scalar);
  EXPECT_EQ(tree->find("b")->kind, node_kind::empty);
  EXPECT_EQ(tree->find("c")->kind, node_kind::empty);
  EXPECT_EQ(tree->find("d")->text, "null");
}

TEST(YamlTree, IsEmptyForATextWithoutContent) {
  for (const auto* text : {"", "\n\n", "# only a comment\n", "---\n", "\xEF\xBB\xBF"}) {
    EXPECT_EQ(tree_of(text)->kind, node_kind::empty) << text;
  }
}

TEST(YamlTree, KeepsBothOfADuplicateKey) {
  const auto tree = tree_of("a: 1\na: 2\n");
  ASSERT_EQ(tree->entries.size(), 2U);
  EXPECT_EQ(tree->find("a")->text, "1");
}

TEST(YamlTree, SharesWhatAnAliasNames) {
  const auto tree = tree_of("a: &x {k: 1}\nb: *x\nc: [*x, *x]\n");
  EXPECT_EQ(tree->find("b"), tree->find("a"));
  EXPECT_EQ(tree->find("c")->items[1].get(), tree->find("a"));
}

TEST(YamlTree, MergesMappingsWhereTheyHaveNoKeyOfTheirOwn) {
  const auto tree =
      tree_of("a: &a {k: 1, l: 2}\nb: &b {l: 3, m: 4}\nc:\n  <<: [*a, *b]\n  k: 0\nd: {<<: *b}\n");
  const auto* merged = tree->find("c");
  EXPECT_EQ(merged->entries.size(), 3U);
  EXPECT_EQ(merged->find("k")->text, "0");
  EXPECT_EQ(merged->find("l")->text, "2");
  EXPECT_EQ(merged->find("m")->text, "4");
  EXPECT_EQ(tree->find("d")->find("l")->text, "3");
}

TEST(YamlTree, UnderstandsYamlsOwnTagsOnly) {
  EXPECT_EQ(tree_of("a: !!str 5\n")->find("a")->text, "5");
  EXPECT_EQ(refusal_of("a: !include other.yaml\n"), "f:1:4: the tag '!include' is not understood here");
}

// Nine levels of nine aliases would be 9^9 values if they were copied.
TEST(YamlTree, IsNotUnfoldedByAliasesOfAliases) {
  std::string text = "a0: &a0 [x]\n";
  for (int i = 1; i < 10; ++i) {
    const auto below = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + below;
    for (int k = 1; k < 9; ++k) {
      text += ", " + below;
    }
    text += "]\n";
  }
  EXPECT_EQ(tree_of(text)->entries.size(), 10U);
}

TEST(YamlTree, IsBoundedInEntries) {
  std::string many = "[";
  for (std::size_t i = 0; i <= max_tree_entries; ++i) {
    many += "1,";
  }
  EXPECT_NE(refusal_of(many + "1]").find("more than 100000 entries"), std::string::npos);

  std::string wide = "a: &a {";
  for (int i = 0; i < 2'000; ++i) {
    wide += "k" + std::to_string(i) + ": 1, ";
  }
  wide += "}\nb:\n";
  for (int i = 0; i < 60; ++i) {
    wide += "  - <<: *a\n";
  }
  EXPECT_NE(refusal_of(wide).find("more than 100000 entries"), std::string::npos);
}

TEST(YamlTree, IsBoundedInDepth) {
  const std::string deep = std::string(100'000, '[');
  EXPECT_NE(refusal_of(deep), "");
  EXPECT_NE(refusal_of(deep + std::string(100'000, ']')), "");
}

TEST(YamlTree, DoesNotBlameTabsForAnErrorInJson) {
  EXPECT_EQ(
      refusal_of("{\n\t\"a\": \"b\n}\n"),
      "f:4:1: not valid YAML: a '{' or a quote is not closed, or a text needs quotes, as \"${NAME}\" does");
}

TEST(WithValue, MakesWhatIsMissingOnTheWay) {
  const std::vector<std::string> path = {"agents", "0", "enter", "enabled"};
  const node_ptr nothing = std::make_shared<node>();
  const auto tree = with_value(nothing, path, outside_scalar("--auto-enter", "true"));
  EXPECT_EQ(nothing->kind, node_kind::empty);
  ASSERT_EQ(tree->find("agents")->items.size(), 1U);
  EXPECT_EQ(tree->find("agents")->items[0]->find("enter")->find("enabled")->text, "true");
}

TEST(WithValue, ReplacesInACopyAndLeavesTheRestShared) {
  const auto tree = tree_of("a: {b: 1, c: 2}\nd: 3\n");
  const std::vector<std::string> path = {"a", "b"};
  const auto changed = with_value(tree, path, outside_scalar("x", "9"));
  EXPECT_EQ(tree->find("a")->find("b")->text, "1");
  EXPECT_EQ(changed->find("a")->find("b")->text, "9");
  EXPECT_EQ(changed->find("d"), tree->find("d"));
}

TEST(WithValue, StopsWhereTheTreeIsOfAnotherShape) {
  const auto tree = tree_of("a: text\nb: {}\n");
  const std::vector<std::string> through_text = {"a", "x"};
  const std::vector<std::string> through_mapping = {"b", "0"};
  EXPECT_EQ(with_value(tree, through_text, outside_scalar("x", "9"))->find("a")->text, "text");
  EXPECT_TRUE(with_value(tree, through_mapping, outside_scalar("x", "9"))->find("b")->entries.empty());
}

}  // namespace
}  // namespace arena::config
