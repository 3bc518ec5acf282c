#include "core/wire/json_writer.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <random>
#include <string>

namespace {

using bouts::json_writer;

std::string number(double value) {
  std::string out;
  bouts::append_json_number(out, value);
  return out;
}

TEST(JsonWriter, PutsCommasBetweenValuesAndNowhereElse) {
  json_writer json;
  json.begin_object();
  json.key("a").integer(1);
  json.key("b")
      .begin_array()
      .string("x")
      .null()
      .boolean(true)
      .begin_object()
      .end_object()
      .begin_array()
      .end_array()
      .end_array();
  json.key("c").begin_object().key("d").number(0.5).key("e").raw("[1,2]").end_object();
  json.key("f").boolean(false);
  json.end_object();
  EXPECT_EQ(json.take(), R"({"a":1,"b":["x",null,true,{},[]],"c":{"d":0.5,"e":[1,2]},"f":false})");
  EXPECT_EQ(json.take(), "");
}

TEST(JsonWriter, IsNotMisledByTextsThatLookLikeBrackets) {
  json_writer json;
  json.begin_array().string("{").string("[").string(":").string(",").string("\"").end_array();
  EXPECT_EQ(json.take(), R"(["{","[",":",",","\""])");
}

TEST(JsonNumber, IsShortestAndWholeWhereItIsWhole) {
  EXPECT_EQ(number(0), "0");
  EXPECT_EQ(number(-0.0), "0");
  EXPECT_EQ(number(100), "100");
  EXPECT_EQ(number(-7), "-7");
  EXPECT_EQ(number(0.1), "0.1");
  EXPECT_EQ(number(std::numeric_limits<double>::quiet_NaN()), "null");
  EXPECT_EQ(number(-std::numeric_limits<double>::infinity()), "null");
}

TEST(JsonNumber, ReadsBackAsTheSameDouble) {
  std::mt19937_64 random(6);
  for (int i = 0; i < 20'000; ++i) {
    const auto value = std::bit_cast<double>(random());
    if (std::isfinite(value) && value != 0) {
      const std::string text = number(value);
      double back = 0;
      std::from_chars(text.data(), text.data() + text.size(), back);
      ASSERT_EQ(back, value) << text;
    }
  }
}

}  // namespace
