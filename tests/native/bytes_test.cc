// Secrets in memory, base64, UTF-8, percent-encoding, and the integers that Cognito hashes.
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <type_traits>

#include "bytes/base64.h"
#include "bytes/text.h"
#include "crypto/hash.h"
#include "fmid/http.h"
#include "fmid/secret.h"
#include "memory_watch.h"
#include "srp/pad.h"

namespace fmid {
namespace {

std::string Hex(std::span<const std::uint8_t> bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) text += {"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]};
  return text;
}

// --- SecretBytes ---

static_assert(!std::is_copy_constructible_v<SecretBytes> && !std::is_copy_assignable_v<SecretBytes>);
static_assert(!std::is_convertible_v<std::string_view, SecretBytes>, "a secret is made on purpose");

constexpr std::string_view kCanary = "an old canary sings";

TEST(BytesTest, ASecretIsWipedWhereverItLeavesMemory) {
  test::MemoryWatch watch(kCanary);
  {
    SecretBytes grown;
    for (int i = 0; i < 40; ++i) grown.Append(kCanary);
    EXPECT_EQ(watch.Held(), 1);
    grown.Resize(5000);
    SecretBytes moved(std::move(grown));
    EXPECT_EQ(watch.Held(), 1) << "moved, not copied";
    SecretBytes assigned(kCanary);
    EXPECT_EQ(watch.Held(), 2);
    assigned = std::move(moved);
    EXPECT_EQ(watch.Held(), 1) << "what it held before is still there";
    const SecretBytes clone = assigned.Clone();
    EXPECT_EQ(watch.Held(), 2);
    assigned.Resize(3);
    EXPECT_EQ(watch.Held(), 1) << "what was cut off is still there";
    assigned.Reserve(100'000);
    assigned.Clear();
    EXPECT_EQ(watch.Held(), 1);
  }
  EXPECT_EQ(watch.Held() + watch.Freed(), 0);
}

TEST(BytesTest, ASecretGrowsAndShrinks) {
  SecretBytes secret;
  EXPECT_TRUE(secret.empty());
  EXPECT_TRUE(secret.Reveal().empty());
  secret.Append('a');
  secret.Append("bc");
  secret.Append(AsBytes("de"));
  secret.Append("");
  EXPECT_EQ(secret.RevealText(), "abcde");
  secret.Resize(7);
  EXPECT_EQ(secret.RevealText(), std::string_view("abcde\0\0", 7));
  secret.Resize(2);
  secret.Resize(4);
  EXPECT_EQ(secret.RevealText(), std::string_view("ab\0\0", 4)) << "what was cut off came back";
  secret.MutableView()[0] = 'x';
  EXPECT_EQ(secret.Clone().RevealText(), secret.RevealText());
  SecretBytes other(std::move(secret));
  EXPECT_TRUE(secret.empty());  // NOLINT(bugprone-use-after-move): that is the question
  secret.Append("again");
  EXPECT_EQ(secret.RevealText(), "again");
  SecretBytes& self = other;
  other = std::move(self);
  EXPECT_EQ(other.size(), 4U);
  other.Clear();
  EXPECT_TRUE(other.empty());
}

TEST(BytesTest, SecretsAreEqualByLengthAndContent) {
  const SecretBytes secret("secret");
  EXPECT_TRUE(secret.Equals(AsBytes("secret")));
  EXPECT_FALSE(secret.Equals(AsBytes("secreT")));
  EXPECT_FALSE(secret.Equals(AsBytes("Secret")));
  EXPECT_FALSE(secret.Equals(AsBytes("secre")));
  EXPECT_FALSE(secret.Equals(AsBytes("secrets")));
  EXPECT_FALSE(secret.Equals({}));
  EXPECT_TRUE(SecretBytes().Equals({}));
}

TEST(BytesTest, AHeaderIsFoundWhateverItsCase) {
  HttpResponse response;
  response.headers.push_back({"X-First", SecretBytes("1")});
  response.headers.push_back({"x-FIRST", SecretBytes("2")});
  EXPECT_EQ(response.Header("x-first"), "1");
  EXPECT_EQ(response.Header("X-Firs"), "");
  EXPECT_EQ(response.Header(""), "");
}

// --- base64, RFC 4648 ---

TEST(BytesTest, Base64IsThatOfTheRfc) {
  const std::pair<std::string_view, std::string_view> kPairs[] = {{"", ""},         {"f", "Zg=="},         {"fo", "Zm8="},        {"foo", "Zm9v"},
                                                                  {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : kPairs) {
    EXPECT_EQ(EncodeBase64(AsBytes(bytes)), text);
    const auto decoded = DecodeBase64(text);
    EXPECT_EQ(std::string(decoded.begin(), decoded.end()), bytes);
    EXPECT_EQ(DecodeBase64Url(text.substr(0, text.find('='))), bytes);
  }
  std::vector<std::uint8_t> all(256);
  for (int i = 0; i < 256; ++i) all[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(i);
  EXPECT_EQ(DecodeBase64(EncodeBase64(all)), all);
}

// What Buffer.from(text, 'base64') of npm's buffer 6, which amazon-cognito-identity-js bundles, gives for each.
TEST(BytesTest, Base64IsReadAsOtherClientsReadIt) {
  const std::pair<std::string_view, std::string_view> kPairs[] = {
      {"/+8=", "ffef"}, {"_-8", "ffef"}, {"_+8=", "ffef"}, {"Zm 9\nv", "666f6f"}, {"Zm9v*!", "666f6f"}, {"Z", ""}, {"Zm9vZ", "666f6f"},
      {"Zh==", "66"}, {"Zg==Zg==", "66"}, {"=Zg", ""}, {"Z=g=", ""}, {"\xC3\xA4Zg", "66"}, {"", ""},
      {"550e8400-e29b-41d4-a716-446655440000", "e79d1ef38d34f9edbd6fee35778f9aef5ebee38ebae79e38d34d34"}};
  for (const auto& [text, hex] : kPairs) EXPECT_EQ(Hex(DecodeBase64(text)), hex) << text;
}

TEST(BytesTest, TheUrlSafeFormIsStrict) {
  for (const std::string_view text : {"Z", "Zg==", "Zm9+", "Zm9/", "Zh", "Zm9v.", "Zm9v ", "Zm9vZ"}) EXPECT_FALSE(DecodeBase64Url(text).has_value()) << text;
  EXPECT_EQ(DecodeBase64Url("_-8"), "\xFF\xEF");
}

// --- text ---

TEST(BytesTest, Utf8IsThatOfUnicodesTable) {
  for (const std::string_view text : {"", "ascii", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF",
                                      "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF", "é顧😀"}) {
    EXPECT_TRUE(IsUtf8(text)) << text;
  }
  EXPECT_TRUE(IsUtf8(std::string_view("\0", 1)));
  for (const std::string_view text :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2 ", "\xC2\xC2", "\xE0\x9F\xBF", "\xE0\xA0", "\xED\xA0\x80", "\xED\xBF\xBF", "\xE1\x80",
        "\xE1\x80 ", "\xF0\x8F\xBF\xBF", "\xF0\x90\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF", "ok\xFFok", "\xF8\x88\x80\x80\x80"}) {
    EXPECT_FALSE(IsUtf8(text)) << Hex(AsBytes(text));
  }
}

TEST(BytesTest, PercentEncodingKeepsTheUnreservedAndWhatItIsTold) {
  EXPECT_EQ(PercentEncode("AZaz09-._~"), "AZaz09-._~");
  EXPECT_EQ(PercentEncode(" /?#[]@!$&'()*+,;=%\"<>\\^`{|}"),
            "%20%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%25%22%3C%3E%5C%5E%60%7B%7C%7D");
  EXPECT_EQ(PercentEncode("a/b c", "/"), "a/b%20c");
  EXPECT_EQ(PercentEncode("é😀\x01\x7F"), "%C3%A9%F0%9F%98%80%01%7F");
  EXPECT_EQ(PercentEncode(std::string_view("\0", 1)), "%00");
}

TEST(BytesTest, LettersAreAsciiOnly) {
  for (int i = -128; i < 128; ++i) {
    const char c = static_cast<char>(i);
    const bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';
    EXPECT_EQ(IsAlphanumeric(c), upper || lower || digit) << i;
    EXPECT_EQ(IsDigit(c), digit) << i;
    EXPECT_EQ(IsControl(c), (i >= 0 && i < 32) || i == 127) << i;
    EXPECT_EQ(ToLower(c), upper ? c + 32 : c) << i;
    EXPECT_EQ(IsTokenText(std::string_view(&c, 1)), i > 32 && i < 127) << i;
  }
  EXPECT_TRUE(EqualsIgnoringCase("Date", "dATE"));
  EXPECT_FALSE(EqualsIgnoringCase("Date", "Dat"));
  EXPECT_FALSE(EqualsIgnoringCase("[", "{"));  // 32 apart, like letters
}

// --- Cognito's padding; tests/vectors/cognito-protocol.json has more ---

TEST(BytesTest, AnIntegerIsPaddedToItsShortestTwosComplement) {
  const std::pair<std::string_view, std::string_view> kPads[] = {{"0", "00"},     {"-0", "00"},      {"00", "00"},   {"0000000", "00"},  {"7f", "7f"},
                                                                 {"80", "0080"},  {"0080", "0080"},  {"100", "0100"}, {"-1", "ff"},      {"-80", "80"},
                                                                 {"-81", "ff7f"}, {"-0080", "80"},   {"-100", "ff00"}, {"-8000", "8000"}, {"ABCdef", "00abcdef"}};
  for (const auto& [text, padded] : kPads) {
    const auto bytes = srp::PadHex(text, 10);
    ASSERT_TRUE(bytes.has_value()) << text;
    EXPECT_EQ(Hex(*bytes), padded) << text;
  }
  for (const std::string_view text : {"", "-", "--1", "+1", "0x1", "g", " 1", "1 ", "1-", "12345678901"}) {
    EXPECT_FALSE(srp::PadHex(text, 10).has_value()) << text;
  }
}

TEST(TextTest, DecimalsAreThoseOfTheStandardLibrary) {
  const std::int64_t lowest = std::numeric_limits<std::int64_t>::min(), highest = std::numeric_limits<std::int64_t>::max();
  for (const std::int64_t value : {lowest, lowest + 1, std::int64_t{-10}, std::int64_t{-1}, std::int64_t{0}, std::int64_t{9}, std::int64_t{10}, highest}) {
    EXPECT_EQ(Decimal(value), std::to_string(value));
  }
}

}  // namespace
}  // namespace fmid
