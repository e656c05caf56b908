// What the compiled module exports. js-glue/core.js is the other side; nothing else calls these.
#include <emscripten/emscripten.h>

#include "bindings/flow_handle.h"
#include "platform/system_random.h"
#include "srp/client.h"

using fmid::bindings::FlowHandle;

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
FMID_EXPORT void fmid_resume(FlowHandle* flow, double now) { flow->Resume(now); }
FMID_EXPORT void fmid_wait_over(FlowHandle* flow) { flow->WaitOver(); }
FMID_EXPORT void fmid_answer(FlowHandle* flow) { flow->Answer(); }

FMID_EXPORT int fmid_prepare() {
  fmid::platform::SystemRandom random;
  return fmid::srp::KeyPair::MakeAhead(random) ? 1 : 0;
}
