// What the compiled module exports; js-glue/fmid-core.d.ts has the types. Only js-glue uses it.
#include <emscripten/bind.h>

#include "convert.h"
#include "flow_handle.h"
#include "srp/client.h"

using emscripten::class_;
using emscripten::function;
using emscripten::val;
using fmid::bindings::FlowHandle;
using fmid::bindings::SecretBuffer;

namespace {

val ClarisId() { return fmid::bindings::ToJs(fmid::UserPool::ClarisId()); }

val CheckPool(val pool) {
  const auto user_pool = fmid::bindings::ToUserPool(pool);
  return user_pool ? fmid::bindings::ToJs(*user_pool) : fmid::bindings::ToJs(user_pool.error());
}

val DecodeUnverified(const std::string& token) { return fmid::bindings::ToJs(fmid::UnverifiedClaims::Decode(token)); }

}  // namespace

EMSCRIPTEN_BINDINGS(fmid) {
  function("clarisId", &ClarisId);
  function("checkPool", &CheckPool);
  function("decodeUnverified", &DecodeUnverified);
  function("prepare", &fmid::srp::Prepare);

  class_<SecretBuffer>("SecretBuffer")
      .constructor<std::size_t>()
      .function("view", &SecretBuffer::View)
      .function("truncate", &SecretBuffer::Truncate);

  class_<FlowHandle>("Flow")
      .constructor<>()
      .function("signIn", &FlowHandle::SignIn)
      .function("refresh", &FlowHandle::Refresh)
      .function("revoke", &FlowHandle::Revoke)
      .function("globalSignOut", &FlowHandle::GlobalSignOut)
      .function("discover", &FlowHandle::Discover)
      .function("addDataSource", &FlowHandle::AddDataSource)
      .function("openSession", &FlowHandle::OpenSession)
      .function("call", &FlowHandle::Call)
      .function("closeSession", &FlowHandle::CloseSession)
      .function("fetch", &FlowHandle::Fetch)
      .function("abortFetch", &FlowHandle::AbortFetch)
      .function("request", &FlowHandle::Request)
      .function("setResponse", &FlowHandle::SetResponse)
      .function("setFailure", &FlowHandle::SetFailure)
      .function("failure", &FlowHandle::Failure)
      .function("resume", &FlowHandle::Resume)
      .function("waitOver", &FlowHandle::WaitOver)
      .function("answer", &FlowHandle::Answer);
}
