// What the compiled module exports. js-glue/core.js is the other side; nothing else calls these.
#include <emscripten/emscripten.h>

#include "bindings/flow_handle.h"
#include "fmid/token_policy.h"
#include "platform/system_random.h"
#include "srp/client.h"

using fmid::bindings::FlowHandle;
using fmid::bindings::ToMillis;

#define FMID_EXPORT extern "C" EMSCRIPTEN_KEEPALIVE

FMID_EXPORT FlowHandle* fmid_new() { return new FlowHandle; }
FMID_EXPORT void fmid_delete(FlowHandle* flow) { delete flow; }
FMID_EXPORT std::uint8_t* fmid_argument(FlowHandle* flow, std::size_t size) { return flow->AddArgument(size); }

FMID_EXPORT const std::uint8_t* fmid_output(FlowHandle* flow) { return flow->Output().Reveal().data(); }
FMID_EXPORT std::size_t fmid_output_size(FlowHandle* flow) { return flow->Output().size(); }
FMID_EXPORT const std::uint8_t* fmid_body(FlowHandle* flow) { return flow->Body().Reveal().data(); }
FMID_EXPORT std::size_t fmid_body_size(FlowHandle* flow) { return flow->Body().size(); }

FMID_EXPORT void fmid_open(FlowHandle* flow, fmid::bindings::Operation operation, double now) { flow->Open(operation, now); }
FMID_EXPORT void fmid_check_pool(FlowHandle* flow) { flow->CheckPool(); }
FMID_EXPORT void fmid_decode_unverified(FlowHandle* flow) { flow->DecodeUnverified(); }

FMID_EXPORT void fmid_describe_request(FlowHandle* flow) { flow->DescribeRequest(); }
FMID_EXPORT void fmid_set_response(FlowHandle* flow, int status) { flow->SetResponse(status); }
FMID_EXPORT void fmid_set_failure(FlowHandle* flow, int failure) { flow->SetFailure(static_cast<fmid::TransportFailure>(failure)); }
FMID_EXPORT void fmid_resume(FlowHandle* flow, double sent_at, double now) { flow->Resume(sent_at, now); }
FMID_EXPORT void fmid_wait_over(FlowHandle* flow) { flow->WaitOver(); }
FMID_EXPORT void fmid_answer(FlowHandle* flow) { flow->Answer(); }

namespace {

// An Attempt crosses as bits, so that JavaScript keeps it for its call and need not know what is in it.
fmid::Attempt FromBits(int bits) {
  return {.session_renewed = (bits & 1) != 0, .id_token_doubted = (bits & 2) != 0, .refreshed = (bits & 4) != 0, .refresh_failed = (bits & 8) != 0};
}

int ToBits(bool b0, bool b1, bool b2, bool b3) { return (b0 ? 1 : 0) | (b1 ? 2 : 0) | (b2 ? 4 : 0) | (b3 ? 8 : 0); }

}  // namespace

FMID_EXPORT fmid::Need fmid_next_need(fmid::Access access, double session_used_at, double id_token_began_at, double id_token_expires_at,
                                      bool has_refresh_token, int attempt, double now) {
  const fmid::Holdings holdings = {.session_used_at = ToMillis(session_used_at),
                                   .id_token_began_at = ToMillis(id_token_began_at),
                                   .id_token_expires_at = ToMillis(id_token_expires_at),
                                   .has_refresh_token = has_refresh_token};
  return fmid::NextNeed(access, holdings, FromBits(attempt), ToMillis(now));
}

// Bits: again, drop the session, drop the refresh token, nothing; above them the attempt.
FMID_EXPORT int fmid_judge(fmid::Access access, fmid::Stage stage, fmid::ErrorCode code, double id_token_expires_at, int attempt, double now) {
  const fmid::Verdict verdict = fmid::Judge(access, stage, code, ToMillis(id_token_expires_at - now), FromBits(attempt));
  const fmid::Attempt& after = verdict.attempt;
  return ToBits(verdict.again, verdict.drop_session, verdict.drop_refresh_token, false) |
         ToBits(after.session_renewed, after.id_token_doubted, after.refreshed, after.refresh_failed) << 4;
}

FMID_EXPORT int fmid_prepare() {
  fmid::platform::SystemRandom random;
  return fmid::srp::KeyPair::MakeAhead(random) ? 1 : 0;
}
