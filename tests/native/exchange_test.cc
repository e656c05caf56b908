// The one place that decides about trying again.
#include "flow/exchange.h"

#include <gtest/gtest.h>

#include <set>

#include "bytes/text.h"
#include "conversation.h"
#include "flow/transport_error.h"

namespace fmid {
namespace {

HttpRequest Request(std::string_view body) {
  return {.method = "POST", .url = "https://example.test/", .headers = {}, .body = SecretBytes(body)};
}

std::string_view BodyOf(const Result<Step>& step) {
  const auto* send = step ? std::get_if<SendRequest>(&*step) : nullptr;
  return send == nullptr ? "nothing is sent" : send->request->body.RevealText();
}

std::uint32_t MillisOf(const std::optional<Step>& step) {
  const auto* wait = step ? std::get_if<Wait>(&*step) : nullptr;
  return wait == nullptr ? 1'000'000 : wait->milliseconds;
}

const Error kNoNetwork(ErrorCode::kNetworkFailed);

TEST(ExchangeTest, OnlyWhatPassesByItselfIsTriedAgain) {
  const std::set<ErrorCode> passing = {ErrorCode::kNetworkFailed, ErrorCode::kThrottled, ErrorCode::kServiceFailed, ErrorCode::kFmUnavailable};
  for (const ErrorCode code : kAllErrorCodes) {
    SCOPED_TRACE(CodeText(code));
    EXPECT_EQ(MayPass(Error(code)), passing.count(code) == 1);
    test::SeededRandom random;
    Exchange exchange(random);
    (void)exchange.Send(Request("1"));
    EXPECT_EQ(exchange.Retry(Error(code)).has_value(), passing.count(code) == 1);
    EXPECT_FALSE(exchange.IsInFlight());
    EXPECT_EQ(exchange.OnWaitOver().has_value(), passing.count(code) == 1);
  }
}

TEST(ExchangeTest, TheThirdFailureIsTheLast) {
  test::SeededRandom random;
  Exchange exchange(random);
  EXPECT_EQ(BodyOf(exchange.Send(Request("1"))), "1");
  EXPECT_LE(MillisOf(exchange.Retry(kNoNetwork)), 200U);
  EXPECT_EQ(BodyOf(exchange.OnWaitOver()), "1");
  EXPECT_LE(MillisOf(exchange.Retry(kNoNetwork)), 400U);
  EXPECT_EQ(BodyOf(exchange.OnWaitOver()), "1");
  EXPECT_FALSE(exchange.Retry(kNoNetwork).has_value());
  EXPECT_FALSE(exchange.OnWaitOver().has_value());
  // The next request starts counting from the beginning.
  EXPECT_EQ(BodyOf(exchange.Send(Request("2"))), "2");
  EXPECT_TRUE(exchange.Retry(kNoNetwork).has_value());
}

TEST(ExchangeTest, AReplacementIsSentInsteadAndCountsAsAnAttempt) {
  test::SeededRandom random;
  Exchange exchange(random);
  (void)exchange.Send(Request("1"));
  EXPECT_TRUE(exchange.Retry(kNoNetwork, Request("2")).has_value());
  EXPECT_EQ(BodyOf(exchange.OnWaitOver()), "2");
  EXPECT_TRUE(exchange.Retry(kNoNetwork).has_value());
  EXPECT_EQ(BodyOf(exchange.OnWaitOver()), "2");
  EXPECT_FALSE(exchange.Retry(kNoNetwork, Request("3")).has_value());
}

TEST(ExchangeTest, TheJitterIsSpreadOverTheWholeInterval) {
  test::SeededRandom random;
  std::set<std::uint32_t> waits;
  for (int i = 0; i < 300; ++i) {
    Exchange exchange(random);
    (void)exchange.Send(Request("1"));
    waits.insert(MillisOf(exchange.Retry(kNoNetwork)));
  }
  EXPECT_GT(waits.size(), 100U);
  EXPECT_LT(*waits.begin(), 20U);
  EXPECT_GT(*waits.rbegin(), 180U);
  EXPECT_LE(*waits.rbegin(), 200U);
}

Error Throttled(std::uint32_t retry_after_ms) {
  Error error(ErrorCode::kThrottled);
  error.retry_after_ms = retry_after_ms;
  return error;
}

TEST(ExchangeTest, TheServersWishIsAddedToTheJitter) {
  test::SeededRandom random;
  Exchange exchange(random);
  (void)exchange.Send(Request("1"));
  const std::uint32_t wait = MillisOf(exchange.Retry(Throttled(3000)));
  EXPECT_GE(wait, 3000U);
  EXPECT_LE(wait, 3200U);
}

TEST(ExchangeTest, WhoIsAskedToWaitLongerThanAPersonWouldIsToldSo) {
  test::SeededRandom random;
  Exchange exchange(random);
  (void)exchange.Send(Request("1"));
  EXPECT_FALSE(exchange.Retry(Throttled(10'001)).has_value());

  // The waits of one request count together.
  (void)exchange.Send(Request("2"));
  EXPECT_GE(MillisOf(exchange.Retry(Throttled(6000))), 6000U);
  (void)exchange.OnWaitOver();
  EXPECT_FALSE(exchange.Retry(Throttled(5000)).has_value());

  // Not those of the one before.
  (void)exchange.Send(Request("3"));
  EXPECT_EQ(MillisOf(exchange.Retry(Throttled(10'000))), 10'000U);
}

TEST(ExchangeTest, ALimitOfTheHostPassesWhereItSaysWhen) {
  Error limit(ErrorCode::kFmLimitExceeded);
  EXPECT_FALSE(MayPass(limit));
  limit.retry_after_ms = 1;
  EXPECT_TRUE(MayPass(limit));
}

TEST(ExchangeTest, AnAnswerIsLostWhereNothingSaysWhetherTheRequestWasCarriedOut) {
  const std::set<ErrorCode> lost = {ErrorCode::kNetworkFailed, ErrorCode::kOffline, ErrorCode::kCorsRefused, ErrorCode::kTimeout,
                                    ErrorCode::kServiceFailed, ErrorCode::kResponseNotJson, ErrorCode::kResponseMalformed,
                                    ErrorCode::kResponseTooLarge};
  for (const ErrorCode code : kAllErrorCodes) EXPECT_EQ(IsAnswerLost(Error(code)), lost.count(code) == 1) << CodeText(code);
}

TEST(ExchangeTest, RetryAfterIsReadInBothOfItsForms) {
  const auto read = [](std::string_view text) {
    HttpResponse response = test::WithHeader(test::RawReply("", 429), "Date", "Tue, 05 Sep 2023 07:08:09 GMT");
    return ErrorOf(ErrorCode::kThrottled, test::WithHeader(std::move(response), "retry-after", text)).retry_after_ms;
  };
  EXPECT_EQ(read("0"), 0U);
  EXPECT_EQ(read("7"), 7000U);
  EXPECT_EQ(read("999999"), 999'999'000U);
  EXPECT_EQ(read("Tue, 05 Sep 2023 07:08:29 GMT"), 20'000U);
  for (const std::string_view nothing : {"", "-1", "1.5", "9999999", "soon", "Tue, 05 Sep 2023 07:08:01 GMT"}) EXPECT_EQ(read(nothing), 0U) << nothing;
  // A date says nothing where the server's own is not known.
  EXPECT_EQ(ErrorOf(ErrorCode::kThrottled, test::WithHeader({}, "Retry-After", "Tue, 05 Sep 2023 07:08:29 GMT")).retry_after_ms, 0U);
}

TEST(ExchangeTest, WithoutRandomnessNothingIsTriedAgain) {
  test::SeededRandom random;
  random.works = false;
  Exchange exchange(random);
  (void)exchange.Send(Request("1"));
  EXPECT_FALSE(exchange.Retry(kNoNetwork).has_value());
  EXPECT_FALSE(exchange.IsInFlight());
}

TEST(ExchangeTest, EveryErrorHasACodeAndAKind) {
  std::set<std::string_view> texts;
  for (const ErrorCode code : kAllErrorCodes) {
    EXPECT_TRUE(texts.insert(CodeText(code)).second) << CodeText(code) << " twice";
    for (const char c : CodeText(code)) EXPECT_TRUE(c == '_' || (IsAlphanumeric(c) && c == ToLower(c))) << CodeText(code);
    const bool of_host = CodeText(code).starts_with("fm_") || CodeText(code).starts_with("relay_");
    EXPECT_EQ(KindOf(code) == ErrorKind::kFileMaker, of_host) << CodeText(code);
  }
  std::set<std::string_view> kinds;
  for (int i = 0; i <= static_cast<int>(ErrorKind::kFileMaker); ++i) kinds.insert(KindText(static_cast<ErrorKind>(i)));
  EXPECT_EQ(kinds.size(), 6U);
}

}  // namespace
}  // namespace fmid
