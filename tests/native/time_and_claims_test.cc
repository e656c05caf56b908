// Time as Cognito and HTTP write it, and what a token says about itself.
#include <gtest/gtest.h>

#include "bytes/base64.h"
#include "cognito/auth_reply.h"
#include "bytes/date_text.h"
#include "conversation.h"
#include "crypto/hash.h"
#include "fmid/tokens.h"

namespace fmid {
namespace {

// Also in tests/vectors/cognito-protocol.json, but for the borders.
constexpr std::pair<UnixMillis, std::string_view> kTimestamps[] = {
    {0, "Thu Jan 1 00:00:00 UTC 1970"},
    {999, "Thu Jan 1 00:00:00 UTC 1970"},
    {-1, "Wed Dec 31 23:59:59 UTC 1969"},
    {951'782'400'000, "Tue Feb 29 00:00:00 UTC 2000"},
    {951'868'800'000, "Wed Mar 1 00:00:00 UTC 2000"},
    {1'693'897'689'000, "Tue Sep 5 07:08:09 UTC 2023"},
    {1'704'067'199'000, "Sun Dec 31 23:59:59 UTC 2023"},
    {1'704'067'199'999, "Sun Dec 31 23:59:59 UTC 2023"},
    {1'704'067'200'000, "Mon Jan 1 00:00:00 UTC 2024"},
    {1'709'164'800'000, "Thu Feb 29 00:00:00 UTC 2024"},
    {1'709'251'199'000, "Thu Feb 29 23:59:59 UTC 2024"},
    {1'709'251'200'000, "Fri Mar 1 00:00:00 UTC 2024"},
    {1'735'689'600'000, "Wed Jan 1 00:00:00 UTC 2025"},
    {2'147'483'648'000, "Tue Jan 19 03:14:08 UTC 2038"},
    {4'102'444'799'000, "Thu Dec 31 23:59:59 UTC 2099"},
    {4'107'542'399'000, "Sun Feb 28 23:59:59 UTC 2100"},
    {4'107'542'400'000, "Mon Mar 1 00:00:00 UTC 2100"},
    {253'402'300'799'999, "Fri Dec 31 23:59:59 UTC 9999"},
};

TEST(TimeTest, ATimestampIsEnglishAndItsDayNotPadded) {
  for (const auto& [millis, text] : kTimestamps) EXPECT_EQ(FormatTimestamp(millis), text);
}

TEST(TimeTest, EveryDayOfACenturyFollowsTheOneBefore) {
  int month = 0, day = 1, year = 1970;
  constexpr int kLengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec", kDays = "ThuFriSatSunMonTueWed";
  for (std::int64_t days = 0; days < 36'525 * 2; ++days) {
    const std::string expected = std::string(kDays.substr(static_cast<std::size_t>(days % 7) * 3, 3)) + " " +
                                 std::string(kMonths.substr(static_cast<std::size_t>(month) * 3, 3)) + " " + std::to_string(day) +
                                 " 12:34:56 UTC " + std::to_string(year);
    ASSERT_EQ(FormatTimestamp(days * 86'400'000 + 45'296'000), expected);
    const bool leap = month == 1 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (++day > kLengths[month] + (leap ? 1 : 0)) {
      day = 1;
      if (++month == 12) {
        month = 0;
        ++year;
      }
    }
  }
}

TEST(TimeTest, AnHttpDateIsRead) {
  EXPECT_EQ(ParseHttpDate("Tue, 05 Sep 2023 07:08:09 GMT"), 1'693'897'689'000);
  EXPECT_EQ(ParseHttpDate("Thu, 29 Feb 2024 23:59:59 GMT"), 1'709'251'199'000);
  EXPECT_EQ(ParseHttpDate("Sun, 31 Dec 2023 23:59:60 GMT"), 1'704'067'200'000);  // a leap second
  for (const std::string_view text :
       {"", "now", "Tue, 5 Sep 2023 07:08:09 GMT", "Tue, 05 Sep 2023 07:08:09 UTC", "Tue, 05 Sep 2023 07:08:09 GMT ", "Tue; 05 Sep 2023 07:08:09 GMT",
        "Tue, 05 sep 2023 07:08:09 GMT", "Tue, 05 Sex 2023 07:08:09 GMT", "Tue, 05 anF 2023 07:08:09 GMT", "Tue, 00 Sep 2023 07:08:09 GMT",
        "Tue, 32 Sep 2023 07:08:09 GMT", "Tue, 05 Sep 2023 24:08:09 GMT", "Tue, 05 Sep 2023 07:60:09 GMT", "Tue, 05 Sep 2023 07:08:61 GMT",
        "Tue, 05 Sep 2023 07:08:99 GMT", "Tue, 05 Sep -023 07:08:09 GMT", "Tue, x5 Sep 2023 07:08:09 GMT", "Tue, 05xSep 2023 07:08:09 GMT",
        "Tue, 05 Sep_2023 07:08:09 GMT", "Tue, 05 Sep 2023T07:08:09 GMT", "Tue, 05 Sep 2023 07.08:09 GMT", "Tue, 05 Sep 2023 07:08.09 GMT",
        "Tuesday, 05-Sep-23 07:08:09 GMT", "Tue Sep  5 07:08:09 2023 ....."}) {
    EXPECT_EQ(ParseHttpDate(text), 0) << text;
  }
}

TEST(TimeTest, ClocksAgreeWithinTheHeadersPrecision) {
  const auto offset = [](std::string_view date, UnixMillis now) {
    return cognito::ClockOffset(test::WithHeader({}, "Date", date), now);
  };
  constexpr std::string_view kDate = "Tue, 05 Sep 2023 07:08:09 GMT";
  constexpr UnixMillis kSame = 1'693'897'689'000;
  EXPECT_EQ(offset(kDate, kSame), 0);
  EXPECT_EQ(offset(kDate, kSame + 1999), 0);
  EXPECT_EQ(offset(kDate, kSame - 1999), 0);
  EXPECT_EQ(offset(kDate, kSame + 2000), -2000);
  EXPECT_EQ(offset(kDate, kSame - 3'600'000), 3'600'000);
  EXPECT_EQ(offset(kDate, 0), kSame);
  EXPECT_EQ(offset("nonsense", 0), 0);
  EXPECT_EQ(cognito::ClockOffset({}, 0), 0);

  // Sent at :09, read at :19: what the server wrote in between is no difference, what it wrote before or after is one.
  const auto slow = [](std::string_view date) {
    HttpResponse response = test::WithHeader({}, "Date", date);
    response.sent_at = test::kNow;
    return cognito::ClockOffset(response, test::kNow + 10'000);
  };
  EXPECT_EQ(slow("Tue, 05 Sep 2023 07:08:14 GMT"), 0);
  EXPECT_EQ(slow("Tue, 05 Sep 2023 07:08:04 GMT"), -5000);
  EXPECT_EQ(slow("Tue, 05 Sep 2023 07:08:24 GMT"), 5000);
  // The clock was set back while the answer was on its way.
  HttpResponse earlier = test::WithHeader({}, "Date", "Tue, 05 Sep 2023 07:08:09 GMT");
  earlier.sent_at = test::kNow + 60'000;
  EXPECT_EQ(cognito::BeganAt(earlier, test::kNow), test::kNow);
  EXPECT_EQ(cognito::ClockOffset(earlier, test::kNow), 0);
}

// --- claims ---

std::string Part(std::string_view json) {
  std::string text = EncodeBase64(AsBytes(json));
  text.erase(text.find_last_not_of('=') + 1);
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

std::string Jwt(std::string_view header, std::string_view payload) { return Part(header) + "." + Part(payload) + ".c2lnbmF0dXJl"; }

TEST(ClaimsTest, ATokenTellsWhatItSays) {
  const std::string payload = R"({"sub":"f81d","token_use":"id","iat":1693897689,"exp":1693901289,"email":"zoë?>@example.com"})";
  const auto claims = UnverifiedClaims::Decode(Jwt(R"({"alg":"RS256"})", payload));
  ASSERT_TRUE(claims.has_value());
  EXPECT_EQ(claims->header_json, R"({"alg":"RS256"})");
  EXPECT_EQ(claims->payload_json, payload);
  EXPECT_EQ(claims->expires_at_seconds, 1693901289);
}

TEST(ClaimsTest, WhatATokenDoesNotSayIsEmpty) {
  for (const std::string_view payload : {"{}", R"({"sub":5,"token_use":null,"iat":"1","exp":1.5})", R"({"exp":1e400000,"sub":[]})"}) {
    const auto claims = UnverifiedClaims::Decode(Jwt("{}", payload));
    if (payload.find("e400000") != std::string_view::npos) {
      EXPECT_FALSE(claims.has_value());  // a number that nothing can hold
      continue;
    }
    ASSERT_TRUE(claims.has_value());
    EXPECT_EQ(claims->expires_at_seconds, 0);
  }
}

TEST(ClaimsTest, WhatIsNoTokenIsRefused) {
  const std::string good = Jwt("{}", "{}");
  ASSERT_TRUE(UnverifiedClaims::Decode(good).has_value());
  for (const std::string& jwt :
       {std::string(), std::string("."), std::string(".."), std::string("..."), std::string("a.b"), std::string("opaque"), good + ".x", "x" + good,
        Part("{}") + "." + Part("{}"), Part("[]") + "." + Part("{}") + ".", Part("{}") + "." + Part("[]") + ".", Part("{}") + ".." + "c",
        "." + Part("{}") + ".c", Part("{}") + "." + Part("{") + ".c", Part("{}") + ".e30=.c", Part("{}") + ".e3 0.c", Part("{}") + ".e3+.c",
        Part("{}") + "." + Part("\"\xFF\"") + ".c", Part("{}") + "." + Part("{}trailing") + ".c", good.substr(0, 3), std::string(1 << 20, '.'),
        std::string(1 << 20, 'a')}) {
    const auto claims = UnverifiedClaims::Decode(jwt);
    ASSERT_FALSE(claims.has_value()) << jwt.substr(0, 100);
    EXPECT_EQ(CodeText(claims.error().code), "token_malformed");
  }
}

}  // namespace
}  // namespace fmid
