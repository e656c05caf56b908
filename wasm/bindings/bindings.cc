// What the compiled module gives to JavaScript: js-glue/fmid-core.d.ts has the types. Registration only; nothing is decided here.
//
// Functions are all that Embind registers, and a flow is a number that they take first: classes and value objects would bring 2.4 kB of
// JavaScript, for inheritance, smart pointers and the like.
#include <emscripten/bind.h>

#include <cstdint>

#include "bindings/flow_handle.h"
#include "bindings/functions.h"
#include "bindings/operations.h"

namespace fmid::bindings {
namespace {

FlowHandle& Flow(std::uintptr_t flow) { return *reinterpret_cast<FlowHandle*>(flow); }

std::uintptr_t NewFlow() { return reinterpret_cast<std::uintptr_t>(new FlowHandle); }
void DeleteFlow(std::uintptr_t flow) { delete &Flow(flow); }

// An operation, and a method of FlowHandle, as a function that takes the flow.
template <Operation& kOperation>
val Open(std::uintptr_t flow, val options, double now) {
  return Flow(flow).Open(kOperation, options, now);
}

template <auto kMethod>
struct Method;
template <class Given, class... Taken, Given (FlowHandle::*kMethod)(Taken...)>
struct Method<kMethod> {
  static Given Call(std::uintptr_t flow, Taken... taken) { return (Flow(flow).*kMethod)(taken...); }
};

}  // namespace
}  // namespace fmid::bindings

EMSCRIPTEN_BINDINGS(fmid) {
  using namespace fmid::bindings;
  using emscripten::function;

  function("clarisId", &ClarisId);
  function("checkPool", &CheckPool);
  function("decodeUnverified", &DecodeUnverified);
  function("prepare", &Prepare);
  function("nextNeed", &NextNeed);
  function("judge", &Judge);

  function("newFlow", &NewFlow);
  function("deleteFlow", &DeleteFlow);
  function("signIn", &Open<SignIn>);
  function("refresh", &Open<Refresh>);
  function("revoke", &Open<Revoke>);
  function("globalSignOut", &Open<GlobalSignOut>);
  function("discover", &Open<Discover>);
  function("openSession", &Open<OpenSession>);
  function("call", &Open<Call>);
  function("closeSession", &Open<CloseSession>);
  function("request", &Method<&FlowHandle::Request>::Call);
  function("resume", &Method<&FlowHandle::Resume>::Call);
  function("fetch", &Method<&FlowHandle::Fetch>::Call);
  function("abortFetch", &Method<&FlowHandle::AbortFetch>::Call);
  function("resumeFetched", &Method<&FlowHandle::ResumeFetched>::Call);
  function("waitOver", &Method<&FlowHandle::WaitOver>::Call);
  function("answer", &Method<&FlowHandle::Answer>::Call);
}
