// Which token a call needs next, and what a failure means for what is held: the one place where that is decided, as functions of state
// and time alone. js-glue/host.js is the loop around them; tests/native/token_policy_test.cc drives them through random histories.
//
// Times are this machine's clock, and durations between two of its readings: a clock that is wrong does no harm, one that is set back
// makes what was held doubtful.
#pragma once

#include <cstdint>

#include "fmid/error.h"
#include "fmid/time.h"

namespace fmid {

// How a host recognises the caller.
enum class Access : std::uint8_t {
  kSession,  // Data API, Admin API: by a token that an ID token opens
  kIdToken,  // OData: by the ID token on each request
};

// A session ends 15 minutes after its last use (Data API Guide, Admin API Guide); the margin is for a request on its way.
inline constexpr std::int64_t kSessionLifeMillis = 15 * 60'000;
inline constexpr std::int64_t kSessionMarginMillis = 30'000;
// With less than this left an ID token is refreshed; where it cannot be, it is used up to the last margin.
inline constexpr std::int64_t kRefreshAheadMillis = 2 * 60'000;
inline constexpr std::int64_t kIdTokenMarginMillis = 10'000;
// A host whose clock is ahead takes an ID token for over before its time, and may say so as if it did not know the account (212).
inline constexpr std::int64_t kHostClockMillis = 15 * 60'000;

struct Holdings {
  // When the session was opened or the last call that succeeded in it began, whichever is later; 0: there is none.
  UnixMillis session_used_at = 0;
  // 0: there is none.
  UnixMillis id_token_began_at = 0;
  UnixMillis id_token_expires_at = 0;
  bool has_refresh_token = false;
};

// What was already done for one call, so that nothing is done twice. All false at its beginning.
struct Attempt {
  bool session_renewed = false;   // after the host refused one
  bool id_token_doubted = false;  // the host refused it: one more is wanted, the old one is kept until then
  bool refreshed = false;
  bool refresh_failed = false;  // for now; what is held has to do
};

enum class Need : std::uint8_t {
  kNothing,  // make the call
  kSession,  // open one with the ID token
  kIdToken,  // refresh
  kPerson,   // somebody must sign in
};

[[nodiscard]] Need NextNeed(Access access, const Holdings& holdings, const Attempt& attempt, UnixMillis now);

// Which request failed.
enum class Stage : std::uint8_t { kRefresh, kOpenSession, kCall };

struct Verdict {
  bool again;               // ask NextNeed again, with `attempt`; else the error is the caller's
  bool drop_session;        // the host does not know it any more
  bool drop_refresh_token;  // the pool said so, finally
  Attempt attempt;
};

// A call is made again only where the host provably did not run it: it was refused at the door. `id_token_left`: the milliseconds that
// the ID token had left when it was refused.
[[nodiscard]] Verdict Judge(Access access, Stage stage, ErrorCode code, std::int64_t id_token_left, const Attempt& attempt);

}  // namespace fmid
