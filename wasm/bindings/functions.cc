#include "bindings/functions.h"

#include "bindings/names.h"
#include "platform/system_random.h"
#include "srp/client.h"

namespace fmid::bindings {
namespace {

constexpr std::array kAccesses = {Name<Access>{"session", Access::kSession}, Name<Access>{"idToken", Access::kIdToken}};
constexpr std::array kStages = {Name<Stage>{"refresh", Stage::kRefresh}, Name<Stage>{"openSession", Stage::kOpenSession},
                                Name<Stage>{"call", Stage::kCall}};

std::string_view TextOf(Need need) {
  switch (need) {
    case Need::kNothing: return "nothing";
    case Need::kSession: return "session";
    case Need::kIdToken: return "idToken";
    case Need::kPerson: break;
  }
  return "person";
}

}  // namespace

val ClarisId() { return ToJs(Result<UserPool>(UserPool::ClarisId())); }

val CheckPool(val pool) { return ToJs(ToPool(pool)); }

val DecodeUnverified(val token) { return ToJs(UnverifiedClaims::Decode(ToSecret(token).RevealText())); }

srp::Precomputation& ModulePrecomputation() {
  static srp::Precomputation precomputation;
  return precomputation;
}

bool Prepare() {
  platform::SystemRandom random;
  return ModulePrecomputation().Advance(random);
}

val NextNeed(val access, val holdings, val attempt, double now) {
  return ToJs(TextOf(fmid::NextNeed(ValueOf(kAccesses, ToText(access)), ToHoldings(holdings), ToAttempt(attempt), ToMillis(now))));
}

val Judge(val access, val stage, val code, double id_token_left, val attempt) {
  return ToJs(fmid::Judge(ValueOf(kAccesses, ToText(access)), ValueOf(kStages, ToText(stage)), CodeOf(ToText(code)),
                          ToMillis(id_token_left), ToAttempt(attempt)));
}

}  // namespace fmid::bindings
