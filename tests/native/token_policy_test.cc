// The decision which token comes next, in single cases and through random histories.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "conversation.h"
#include "fmid/token_policy.h"

namespace fmid {
namespace {

constexpr UnixMillis kMinute = 60'000;
constexpr UnixMillis kT0 = 1'700'000'000'000;

Holdings Fresh(UnixMillis now) {
  return {.session_used_at = now, .id_token_began_at = now, .id_token_expires_at = now + 60 * kMinute, .has_refresh_token = true};
}

TEST(TokenPolicyTest, TheCheapestThatWillDo) {
  const Holdings held = Fresh(kT0);
  EXPECT_EQ(NextNeed(Access::kSession, held, {}, kT0), Need::kNothing);
  EXPECT_EQ(NextNeed(Access::kSession, held, {}, kT0 + 14 * kMinute + 29'999), Need::kNothing);
  EXPECT_EQ(NextNeed(Access::kSession, held, {}, kT0 + 14 * kMinute + 30'000), Need::kSession);
  EXPECT_EQ(NextNeed(Access::kSession, held, {}, kT0 + 58 * kMinute), Need::kSession);
  EXPECT_EQ(NextNeed(Access::kSession, held, {}, kT0 + 58 * kMinute + 1), Need::kIdToken);
  EXPECT_EQ(NextNeed(Access::kIdToken, held, {}, kT0 + 58 * kMinute), Need::kNothing);
  EXPECT_EQ(NextNeed(Access::kIdToken, held, {}, kT0 + 58 * kMinute + 1), Need::kIdToken);
  EXPECT_EQ(NextNeed(Access::kSession, {}, {}, kT0), Need::kPerson);
  EXPECT_EQ(NextNeed(Access::kSession, {.has_refresh_token = true}, {}, kT0), Need::kIdToken);
}

TEST(TokenPolicyTest, ASessionInUseOutlivesItsIdToken) {
  Holdings held = Fresh(kT0);
  held.session_used_at = kT0 + 70 * kMinute;
  EXPECT_EQ(NextNeed(Access::kSession, held, {}, kT0 + 80 * kMinute), Need::kNothing);
}

TEST(TokenPolicyTest, WithoutARefreshTokenTheIdTokenIsUsedUp) {
  Holdings held = Fresh(kT0);
  held.session_used_at = 0;
  held.has_refresh_token = false;
  EXPECT_EQ(NextNeed(Access::kSession, held, {}, kT0 + 60 * kMinute - 10'000), Need::kSession);
  EXPECT_EQ(NextNeed(Access::kSession, held, {}, kT0 + 60 * kMinute - 9'999), Need::kPerson);
  held.has_refresh_token = true;  // and the same where a refresh failed for now
  EXPECT_EQ(NextNeed(Access::kIdToken, held, {.refresh_failed = true}, kT0 + 59 * kMinute), Need::kNothing);
}

TEST(TokenPolicyTest, AClockThatWasSetBackMakesWhatIsHeldDoubtful) {
  const Holdings held = Fresh(kT0);
  EXPECT_EQ(NextNeed(Access::kSession, held, {}, kT0 - 1), Need::kIdToken);
  EXPECT_EQ(NextNeed(Access::kSession, held, {.refresh_failed = true}, kT0 - 1), Need::kPerson);
}

TEST(TokenPolicyTest, WhatTheHostRefusedAtTheDoorIsTriedOnceMoreWithANewToken) {
  for (const ErrorCode code : {ErrorCode::kFmSessionExpired, ErrorCode::kFmUnauthorized}) {
    const Verdict first = Judge(Access::kSession, Stage::kCall, code, 60 * kMinute, {});
    EXPECT_TRUE(first.again && first.drop_session && !first.drop_refresh_token);
    const Verdict second = Judge(Access::kSession, Stage::kCall, code, 60 * kMinute, first.attempt);
    EXPECT_TRUE(!second.again && second.drop_session && !second.drop_refresh_token);
  }
  const Verdict opening = Judge(Access::kSession, Stage::kOpenSession, ErrorCode::kFmUnauthorized, 60 * kMinute, {});
  EXPECT_TRUE(opening.again && !opening.drop_session);
  EXPECT_EQ(NextNeed(Access::kSession, {.id_token_began_at = kT0, .id_token_expires_at = kT0 + 60 * kMinute, .has_refresh_token = true},
                     opening.attempt, kT0),
            Need::kIdToken);
  EXPECT_FALSE(Judge(Access::kSession, Stage::kOpenSession, ErrorCode::kFmUnauthorized, 60 * kMinute, {.refreshed = true}).again);
  // An unknown account is one, except where a host whose clock is ahead may mean an ID token that is nearly over.
  EXPECT_FALSE(Judge(Access::kSession, Stage::kOpenSession, ErrorCode::kFmAccountRefused, 15 * kMinute, {}).again);
  EXPECT_TRUE(Judge(Access::kSession, Stage::kOpenSession, ErrorCode::kFmAccountRefused, 15 * kMinute - 1, {}).again);
  EXPECT_TRUE(Judge(Access::kIdToken, Stage::kCall, ErrorCode::kFmUnauthorized, 60 * kMinute, {}).again);
}

TEST(TokenPolicyTest, NoOtherErrorOfACallCostsASessionOrARequest) {
  for (int i = 0; i <= static_cast<int>(ErrorCode::kRelayUnreachable); ++i) {
    const auto code = static_cast<ErrorCode>(i);
    if (code == ErrorCode::kFmSessionExpired || code == ErrorCode::kFmUnauthorized) continue;
    SCOPED_TRACE(CodeText(code));
    for (const Access access : {Access::kSession, Access::kIdToken}) {
      const Verdict verdict = Judge(access, Stage::kCall, code, 60 * kMinute, {});
      EXPECT_FALSE(verdict.again || verdict.drop_session || verdict.drop_refresh_token);
    }
  }
}

bool EndsRefreshToken(ErrorCode code) {
  return CodeText(code).starts_with("refresh_token_") && code != ErrorCode::kRefreshTokenRequired;
}

TEST(TokenPolicyTest, OnlyAFinalRefusalEndsARefreshToken) {
  int final_refusals = 0;
  for (int i = 0; i <= static_cast<int>(ErrorCode::kRelayUnreachable); ++i) {
    const Verdict verdict = Judge(Access::kSession, Stage::kRefresh, static_cast<ErrorCode>(i), 60 * kMinute, {});
    EXPECT_TRUE(verdict.attempt.refresh_failed);
    final_refusals += verdict.drop_refresh_token ? 1 : 0;
    EXPECT_EQ(verdict.drop_refresh_token, EndsRefreshToken(static_cast<ErrorCode>(i)));
  }
  EXPECT_EQ(final_refusals, 4);
}

// A pool and a host with clocks and moods of their own, and the loop of js-glue/host.js in front of them.
class World {
 public:
  explicit World(unsigned seed) : engine_(seed) {}

  void LiveOn() {
    switch (Below(9)) {
      case 0: now_ += Below(150) * kMinute; break;          // sleep
      case 1: host_session_alive_ = false; break;           // a restart of the host
      case 2: trouble_ = Below(3); break;                   // that many requests find no network
      case 3: if (Below(6) == 0) refresh_alive_ = false; break;  // revoked elsewhere
      case 4: if (Below(6) == 0) SignIn(); break;
      case 5: if (Below(8) == 0) distrust_ = true; break;   // the host does not believe this ID token any more
      case 6: forgotten_ = Below(3); break;  // that many sessions the host forgets as soon as they are open
      default: now_ += Below(400) * 1000;
    }
  }

  void Call(Access access) {
    Attempt attempt;
    int calls = 0, opened = 0, refreshes = 0;
    const bool quiet = trouble_ == 0 && forgotten_ == 0;
    for (int turns = 0;; ++turns) {
      ASSERT_LT(turns, 8) << "no end";
      const Need need = NextNeed(access, held_, attempt, now_);
      if (need == Need::kPerson) {
        // Nobody is asked while what is held, or can be had, would do.
        const bool refresh_would_do = held_.has_refresh_token && refresh_alive_ && !attempt.refresh_failed && !attempt.refreshed;
        EXPECT_FALSE(refresh_would_do);
        return;
      }
      Stage stage;
      ErrorCode code;
      if (need == Need::kIdToken) {
        stage = Stage::kRefresh;
        EXPECT_EQ(++refreshes, 1);
        code = Refresh();
        attempt.refreshed |= code == kDone;
        if (code == kDone) continue;
      } else if (need == Need::kSession) {
        stage = Stage::kOpenSession;
        EXPECT_LE(++opened, 2 + refreshes);
        code = OpenSession();
        if (code == kDone) continue;
      } else {
        stage = Stage::kCall;
        EXPECT_LE(++calls, 2) << "more than one repetition";
        code = access == Access::kSession ? CallInSession() : CallWithIdToken();
        if (code == kDone) return;
      }
      const bool session_was_alive = HostKnowsSession();
      const Verdict verdict = Judge(access, stage, code, 60 * kMinute, attempt);
      if (verdict.drop_session) {
        EXPECT_FALSE(session_was_alive) << "a session dropped that was good";
        held_.session_used_at = 0;
      }
      if (verdict.drop_refresh_token) {
        EXPECT_FALSE(refresh_alive_) << "a refresh token dropped that was good";
        held_.has_refresh_token = false;
      }
      if (!verdict.again) {
        EXPECT_FALSE(code != ErrorCode::kFmRecordMissing && quiet && refresh_alive_ && held_.has_refresh_token && !attempt.refreshed) << "given up too early: " << CodeText(code);
        return;
      }
      attempt = verdict.attempt;
    }
  }

  void SignIn() {
    refresh_alive_ = true;
    TakeIdToken();
    held_.has_refresh_token = true;
  }

 private:
  static constexpr ErrorCode kDone = ErrorCode::kInternal;

  std::int64_t Below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(engine_); }
  bool NoNetwork() { return trouble_ > 0 && trouble_-- > 0; }
  bool HostKnowsSession() const { return host_session_alive_ && now_ < host_session_used_at_ + kSessionLifeMillis; }

  void TakeIdToken() {
    held_.id_token_began_at = now_;
    held_.id_token_expires_at = id_token_ends_ = now_ + 60 * kMinute;
    distrust_ = false;
  }

  ErrorCode Refresh() {
    if (NoNetwork()) return ErrorCode::kNetworkFailed;
    EXPECT_TRUE(held_.has_refresh_token);
    if (!refresh_alive_) return ErrorCode::kRefreshTokenRevoked;
    TakeIdToken();
    return kDone;
  }

  ErrorCode OpenSession() {
    EXPECT_LT(now_, id_token_ends_) << "an expired ID token sent";
    if (NoNetwork()) return ErrorCode::kNetworkFailed;
    if (distrust_) return ErrorCode::kFmUnauthorized;
    host_session_alive_ = forgotten_ == 0 || forgotten_-- == 0;
    host_session_used_at_ = held_.session_used_at = now_;
    return kDone;
  }

  ErrorCode CallInSession() {
    EXPECT_LT(now_, host_session_used_at_ + kSessionLifeMillis) << "an expired session's token sent";
    if (NoNetwork()) return ErrorCode::kNetworkFailed;
    if (!HostKnowsSession()) return ErrorCode::kFmSessionExpired;
    host_session_used_at_ = held_.session_used_at = now_;
    return Below(10) == 0 ? ErrorCode::kFmRecordMissing : kDone;
  }

  ErrorCode CallWithIdToken() {
    EXPECT_LT(now_, id_token_ends_) << "an expired ID token sent";
    if (NoNetwork()) return ErrorCode::kNetworkFailed;
    return distrust_ ? ErrorCode::kFmUnauthorized : kDone;
  }

  std::mt19937 engine_;
  UnixMillis now_ = kT0;
  Holdings held_;
  UnixMillis id_token_ends_ = 0;
  bool refresh_alive_ = false;
  bool host_session_alive_ = false;
  UnixMillis host_session_used_at_ = 0;
  bool distrust_ = false;
  std::int64_t trouble_ = 0;
  std::int64_t forgotten_ = 0;
};

TEST(TokenPolicyTest, NoHistorySendsWhatIsOverRepeatsTwiceOrDropsWhatIsGood) {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    World world(seed);
    world.SignIn();
    for (int i = 0; i < 400 && !testing::Test::HasFailure(); ++i) {
      world.LiveOn();
      world.Call(i % 3 == 0 ? Access::kIdToken : Access::kSession);
    }
  }
}

}  // namespace
}  // namespace fmid
