// What the compiled module gives to JavaScript: js-glue/fmid-core.d.ts has the types. Registration only; nothing is decided here.
#include <emscripten/bind.h>

#include "bindings/flow_handle.h"
#include "bindings/functions.h"

using fmid::Attempt;
using fmid::Holdings;
using fmid::Verdict;
using fmid::bindings::FlowHandle;
using fmid::bindings::Time;

EMSCRIPTEN_BINDINGS(fmid) {
  using emscripten::class_;
  using emscripten::function;
  using emscripten::value_object;

  function("clarisId", &fmid::bindings::ClarisId);
  function("checkPool", &fmid::bindings::CheckPool);
  function("decodeUnverified", &fmid::bindings::DecodeUnverified);
  function("prepare", &fmid::bindings::Prepare);

  value_object<Holdings>("Holdings")
      .field("sessionUsedAt", &Time<&Holdings::session_used_at>::Get, &Time<&Holdings::session_used_at>::Set)
      .field("idTokenBeganAt", &Time<&Holdings::id_token_began_at>::Get, &Time<&Holdings::id_token_began_at>::Set)
      .field("idTokenExpiresAt", &Time<&Holdings::id_token_expires_at>::Get, &Time<&Holdings::id_token_expires_at>::Set)
      .field("hasRefreshToken", &Holdings::has_refresh_token);
  value_object<Attempt>("Attempt")
      .field("sessionRenewed", &Attempt::session_renewed)
      .field("idTokenDoubted", &Attempt::id_token_doubted)
      .field("refreshed", &Attempt::refreshed)
      .field("refreshFailed", &Attempt::refresh_failed);
  value_object<Verdict>("Verdict")
      .field("again", &Verdict::again)
      .field("dropSession", &Verdict::drop_session)
      .field("dropRefreshToken", &Verdict::drop_refresh_token)
      .field("attempt", &Verdict::attempt);
  function("nextNeed", &fmid::bindings::NextNeed);
  function("judge", &fmid::bindings::Judge);

  class_<FlowHandle>("Flow")
      .constructor<>()
      .function("signIn", &FlowHandle::SignIn)
      .function("refresh", &FlowHandle::Refresh)
      .function("revoke", &FlowHandle::Revoke)
      .function("globalSignOut", &FlowHandle::GlobalSignOut)
      .function("discover", &FlowHandle::Discover)
      .function("openSession", &FlowHandle::OpenSession)
      .function("call", &FlowHandle::Call)
      .function("closeSession", &FlowHandle::CloseSession)
      .function("request", &FlowHandle::Request)
      .function("resume", &FlowHandle::Resume)
      .function("fetch", &FlowHandle::Fetch)
      .function("abortFetch", &FlowHandle::AbortFetch)
      .function("resumeFetched", &FlowHandle::ResumeFetched)
      .function("waitOver", &FlowHandle::WaitOver)
      .function("answer", &FlowHandle::Answer);
}
