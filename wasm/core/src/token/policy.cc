#include "fmid/token_policy.h"

namespace fmid {
namespace {

// Of the ID token, in milliseconds; none where the clock was set back since it came.
std::int64_t Left(const Holdings& holdings, UnixMillis now) {
  if (holdings.id_token_expires_at == 0 || now < holdings.id_token_began_at) return 0;
  return holdings.id_token_expires_at - now;
}

// With those the refresh token is over (cognito/service_error.cc). Any other refusal may be about the service or the moment.
bool EndsRefreshToken(ErrorCode code) {
  return code == ErrorCode::kRefreshTokenInvalid || code == ErrorCode::kRefreshTokenExpired || code == ErrorCode::kRefreshTokenRevoked ||
         code == ErrorCode::kRefreshTokenReused;
}

}  // namespace

Need NextNeed(Access access, const Holdings& holdings, const Attempt& attempt, UnixMillis now) {
  const std::int64_t age = now - holdings.session_used_at;
  const bool session = age >= 0 && age < kSessionLifeMillis - kSessionMarginMillis;
  if (access == Access::kSession && session) return Need::kNothing;

  const std::int64_t left = Left(holdings, now);
  const bool may_refresh = holdings.has_refresh_token && !attempt.refreshed && !attempt.refresh_failed;
  if (may_refresh && (left < kRefreshAheadMillis || attempt.id_token_doubted)) return Need::kIdToken;
  if (left < kIdTokenMarginMillis) return Need::kPerson;
  return access == Access::kSession ? Need::kSession : Need::kNothing;
}

Verdict Judge(Access access, Stage stage, ErrorCode code, std::int64_t id_token_left, const Attempt& attempt) {
  Verdict verdict{.again = false, .drop_session = false, .drop_refresh_token = false, .attempt = attempt};
  // FileMaker Cloud says 401 in HTML where the Data API says 952 (fmrest-ruby).
  const bool refused = code == ErrorCode::kFmUnauthorized || (stage == Stage::kCall && code == ErrorCode::kFmSessionExpired);
  if (stage == Stage::kRefresh) {
    verdict.drop_refresh_token = EndsRefreshToken(code);
    verdict.attempt.refresh_failed = true;
    verdict.again = !attempt.id_token_doubted;  // with what is left of the ID token; NextNeed says when that is too little
  } else if (stage == Stage::kCall && access == Access::kSession) {
    verdict.drop_session = refused;
    verdict.again = refused && !attempt.session_renewed;
    verdict.attempt.session_renewed = true;
  } else {
    const bool doubtful = code == ErrorCode::kFmAccountRefused && id_token_left < kHostClockMillis;
    verdict.again = (refused || doubtful) && !attempt.refreshed && !attempt.refresh_failed && !attempt.id_token_doubted;
    verdict.attempt.id_token_doubted = true;
  }
  return verdict;
}

}  // namespace fmid
