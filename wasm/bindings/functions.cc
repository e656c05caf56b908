#include "bindings/functions.h"

#include "bindings/names.h"
#include "platform/system_random.h"
#include "srp/client.h"

namespace fmid::bindings {
namespace {

constexpr std::array kAccesses = {Name<Access>{"session", Access::kSession}, Name<Access>{"idToken", Access::kIdToken}};
constexpr std::array kStages = {Name<Stage>{"refresh", Stage::kRefresh}, Name<Stage>{"openSession", Stage::kOpenSession},
                                Name<Stage>{"call", Stage::kCall}};

const char* TextOf(Need need) {
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

std::string NextNeed(const std::string& access, const Holdings& holdings, const Attempt& attempt, double now) {
  return TextOf(fmid::NextNeed(ValueOf(kAccesses, access), holdings, attempt, ToMillis(now)));
}

Verdict Judge(const std::string& access, const std::string& stage, const std::string& code, double id_token_left, const Attempt& attempt) {
  return fmid::Judge(ValueOf(kAccesses, access), ValueOf(kStages, stage), CodeOf(code), ToMillis(id_token_left), attempt);
}

}  // namespace fmid::bindings
