// JSON that servers send, honest and hostile, and JSON that is sent to them.
#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <string>

#include "conversation.h"
#include "json/document.h"
#include "json/writer.h"

namespace fmid::json {
namespace {

using test::ExpectCode;

ErrorCode CodeOf(std::string_view text) {
  const auto document = Document::Parse(text);
  return document ? ErrorCode::kInternal : document.error().code;
}

std::string Repeat(std::string_view unit, std::size_t times) {
  std::string text;
  text.reserve(unit.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += unit;
  return text;
}

TEST(JsonTest, APathIsReadWithoutACheckAtEachStep) {
  const auto document = Document::Parse(R"({"a":{"b":["x",{"c":"d"}],"n":-5},"t":true,"z":null,"":"empty"})");
  ASSERT_TRUE(document.has_value());
  const Value root = document->Root();
  EXPECT_TRUE(root.IsObject());
  EXPECT_TRUE(root["a"]["b"].IsArray());
  ASSERT_EQ(root["a"]["b"].Children().size(), 2U);
  EXPECT_EQ(root["a"]["b"].Children()[0].Text(), "x");
  EXPECT_EQ(root["a"]["b"].Children()[1]["c"].TextOrEmpty(), "d");
  EXPECT_EQ(root["a"]["n"].Integer(), -5);
  EXPECT_EQ(root[""].Text(), "empty");
  EXPECT_EQ(root.Children()[1].Key(), "t");
  for (const Value value : {root["none"], root["none"]["x"]["y"], root["a"]["b"]["c"], root["t"]["x"], Value()}) {
    EXPECT_TRUE(value.IsAbsent());
    EXPECT_FALSE(value.IsObject() || value.IsArray());
    EXPECT_FALSE(value.Text().has_value() || value.Integer().has_value());
    EXPECT_EQ(value.TextOrEmpty(), "");
    EXPECT_EQ(value.Key(), "");
    EXPECT_TRUE(value.Children().empty());
  }
  EXPECT_FALSE(root["z"].IsAbsent());  // there, and nothing
  EXPECT_FALSE(root["z"].Text().has_value());
}

TEST(JsonTest, OfTwoMembersWithOneNameTheLastCounts) {
  const auto document = Document::Parse(R"({"a":"1","b":"2","a":{"c":"3"},"\u0061":"4"})");
  EXPECT_EQ(document->Root()["a"].Text(), "4");
  EXPECT_EQ(document->Root().Children().size(), 4U);
}

TEST(JsonTest, ANumberIsAnIntegerWhereJavaScriptKeepsItExactly) {
  const std::pair<std::string_view, std::optional<std::int64_t>> kNumbers[] = {
      {"0", 0},
      {"-0", 0},
      {"3600", 3600},
      {"9007199254740991", 9007199254740991},
      {"-9007199254740991", -9007199254740991},
      {"9007199254740992", std::nullopt},
      {"-9007199254740992", std::nullopt},
      {"18446744073709551615", std::nullopt},
      {"18446744073709551616", std::nullopt},
      {"-9223372036854775809", std::nullopt},
      {"3600.0", 3600},
      {"3.6e3", 3600},
      {"-36000000.00E-4", -3600},
      {"0.0000001e7", 1},
      {"0e99999999999999999999", 0},
      {"9.007199254740991e15", 9007199254740991},
      {"9.007199254740992e15", std::nullopt},
      {"9007199254740990.5", std::nullopt},
      {"1.5", std::nullopt},
      {"36e-3", std::nullopt},
      {"1e-99999999999999999999", std::nullopt},
      {"9.9e307", std::nullopt},
      {"\"5\"", std::nullopt},
      {"true", std::nullopt}};
  for (const auto& [text, integer] : kNumbers) {
    const auto document = Document::Parse(text);
    ASSERT_TRUE(document.has_value()) << text;
    EXPECT_EQ(document->Root().Integer(), integer) << text;
  }
}

TEST(JsonTest, TextComesOutOfItsEscapes) {
  const auto document = Document::Parse(R"(["\"\\\/\b\f\n\r\t","\u00e9\ud83d\ude00","a\u0000b","é😀"])");
  const auto items = document->Root().Children();
  EXPECT_EQ(items[0].Text(), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(items[1].Text(), "é😀");
  EXPECT_EQ(items[2].Text(), std::string_view("a\0b", 3));
  EXPECT_EQ(items[3].Text(), "é😀");
}

TEST(JsonTest, WhatIsNoJsonIsRefused) {
  for (const std::string_view text :
       {"", " ", "{", "}", "[", "[1", "[1,", "[1,]", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,}", "{a:1}", "{'a':1}", "nul", "tru",
        "nullx", "01", "-", "+1", ".5", "1.", "1e", "0x10", "NaN", "Infinity", "\"", "\"\\", "\"\\u12", "\"\\x\"", "\"\n\"", "\"\t\"",
        "1 2", "{} {}", "[1]x", "// c\n1", "/* c */1", "<html></html>", "callback({})", ")]}'\n{}", "\"\\ud800\"", "\"\\udc00\"",
        "\"\\ud800\\u0041\"", "\"\xFF\"", "\"\xC3\"", "\"\xED\xA0\x80\"", "\"\xC0\x80\"", "\"\xF4\x90\x80\x80\"", "\xFE\xFF", "1e999", "-1e308", "0.1e99999999999999999999"}) {
    EXPECT_EQ(CodeText(CodeOf(text)), "response_not_json") << text;
  }
}

TEST(JsonTest, ANulByteIsNoEndOfTheText) {
  for (const std::string_view text : {std::string_view("{}\0", 3), std::string_view("{}\0garbage", 10), std::string_view("\0{}", 3),
                                      std::string_view("{\0}", 3), std::string_view("\"a\0b\"", 5), std::string_view("[1]\0]", 5)}) {
    ExpectCode(ErrorCode::kResponseNotJson, CodeOf(text));
  }
}

TEST(JsonTest, EveryBeginningOfADocumentIsNoDocument) {
  const std::string text = R"({"a":[1,-2.5e3,true,null,"\u00e9x"],"b":{"c":"d"}})";
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(Document::Parse(text.substr(0, size)).has_value()) << size;
  }
  EXPECT_TRUE(Document::Parse(text + " \r\n\t").has_value());
  EXPECT_TRUE(Document::Parse("\xEF\xBB\xBF" + text).has_value());  // a byte order mark
}

// At once: what follows, which is no JSON, is not read any more.
TEST(JsonTest, WhatIsNestedTooDeepIsRefusedAtOnce) {
  ExpectCode(ErrorCode::kResponseMalformed, CodeOf(Repeat("[", Document::kMaxDepth + 1) + "no JSON"));
  ExpectCode(ErrorCode::kResponseMalformed, CodeOf(Repeat("{\"a\":", Document::kMaxDepth + 1) + "no JSON"));
  ExpectCode(ErrorCode::kResponseMalformed, CodeOf(Repeat("[", 100'000)));
  ExpectCode(ErrorCode::kResponseMalformed, CodeOf(Repeat("[", 100'000) + Repeat("]", 100'000)));
  ExpectCode(ErrorCode::kResponseMalformed, CodeOf(Repeat("{\"a\":", 100'000)));
  EXPECT_TRUE(Document::Parse(Repeat("[", Document::kMaxDepth) + Repeat("]", Document::kMaxDepth)).has_value());
  ExpectCode(ErrorCode::kResponseMalformed, CodeOf(Repeat("[", Document::kMaxDepth + 1) + Repeat("]", Document::kMaxDepth + 1)));
}

TEST(JsonTest, TenMegabytesAreRead) {
  const std::string text = Repeat("x", 10 << 20);
  const auto one = Document::Parse("{\"a\":\"" + text + "\"}");
  ASSERT_TRUE(one.has_value());
  EXPECT_EQ(one->Root()["a"].TextOrEmpty().size(), text.size());
  const auto records = Document::Parse("{\"data\":[" + Repeat(R"({"fieldData":{"a":"b","c":[1,2]}},)", 100'000) + "{}]}", /*keep_depth=*/3);
  ASSERT_TRUE(records.has_value());
  EXPECT_EQ(records->Root()["data"].Children().size(), 100'001U);
}

TEST(JsonTest, ManyMoreValuesThanAServerOfOursSendsAreRefused) {
  const std::clock_t begun = std::clock();  // the processor's time, whatever else the machine does
  ExpectCode(ErrorCode::kResponseMalformed, CodeOf("[" + Repeat("0,", Document::kMaxNodes) + "0]"));
  EXPECT_LT(std::clock() - begun, 10 * CLOCKS_PER_SEC);
}

TEST(JsonTest, WhatIsDeeperThanTheDepthToKeepIsLeftOut) {
  const std::string_view text = R"({"a":{"b":{"c":"d"},"e":"f"},"g":[["h"],"i"],"j":"k"})";
  for (int depth = 0; depth <= 4; ++depth) {
    const auto document = Document::Parse(text, depth);
    ASSERT_TRUE(document.has_value());
    const Value root = document->Root();
    EXPECT_TRUE(root.IsObject());
    EXPECT_EQ(root.Children().size(), depth >= 1 ? 3U : 0U);
    EXPECT_EQ(root["j"].TextOrEmpty(), depth >= 1 ? "k" : "");
    EXPECT_EQ(root["a"].Children().size(), depth >= 2 ? 2U : 0U);
    EXPECT_EQ(root["a"]["e"].TextOrEmpty(), depth >= 2 ? "f" : "");
    EXPECT_EQ(root["a"]["b"]["c"].TextOrEmpty(), depth >= 3 ? "d" : "");
    EXPECT_EQ(root["g"].Children().size(), depth >= 2 ? 2U : 0U);
  }
  // However much is kept.
  for (const int depth : {Document::kKeepDepth, Document::kKeepDepth + 1, 64, Document::kMaxDepth, Document::kMaxDepth + 1}) {
    const auto document = Document::Parse(Repeat("[", 60) + "1" + Repeat("]", 60), depth);
    ASSERT_TRUE(document.has_value());
    Value inner = document->Root();
    int levels = 0;
    for (; inner.IsArray() && !inner.Children().empty(); inner = inner.Children().front()) ++levels;
    EXPECT_EQ(levels, std::min(depth, 60));
  }
  // Left out is not unread.
  EXPECT_FALSE(Document::Parse(R"({"a":{"b":[1,}})", 1).has_value());
}

// --- writing ---

TEST(JsonTest, WhatIsWrittenIsReadBack) {
  const std::string_view texts[] = {"",       "plain", "\"quoted\" \\ /", "é 顧客 😀", std::string_view("nul\0byte", 8), "\x01\x1F\x7F\n\r\t",
                                    "</script>", "{\"a\":1}"};
  Writer writer;
  writer.BeginObject().Key("list").BeginArray();
  for (const std::string_view text : texts) writer.Text(text);
  writer.BeginObject().EndObject().BeginArray().EndArray().EndArray();
  writer.Member("a\"b", "c").OptionalMember("left out", "").OptionalMember("kept", "x").EndObject();
  const SecretBytes written = writer.Take();
  const auto document = Document::Parse(written.RevealText());
  ASSERT_TRUE(document.has_value()) << written.RevealText();
  const auto items = document->Root()["list"].Children();
  ASSERT_EQ(items.size(), std::size(texts) + 2);
  for (std::size_t i = 0; i < std::size(texts); ++i) EXPECT_EQ(items[i].Text(), texts[i]);
  EXPECT_EQ(document->Root()["a\"b"].Text(), "c");
  EXPECT_EQ(document->Root()["kept"].Text(), "x");
  EXPECT_EQ(document->Root().Children().size(), 3U);
}

TEST(JsonTest, CommasStandBetweenValuesOnly) {
  Writer writer;
  writer.BeginObject().Member("a", "1").Key("b").BeginArray().Text("2").Boolean(true).Boolean(false).EndArray();
  writer.Member("c", -9007199254740991).Key("d").Boolean(true).Member("e", "5").EndObject();
  EXPECT_EQ(writer.Take().RevealText(), R"({"a":"1","b":["2",true,false],"c":-9007199254740991,"d":true,"e":"5"})");
}

}  // namespace
}  // namespace fmid::json
