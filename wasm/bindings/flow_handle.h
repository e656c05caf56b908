// A flow as JavaScript holds it: opened for one purpose, driven step by step, deleted.
//
// Everything textual crosses as UTF-8 in memory that is wiped: arguments are pushed by AddArgument and taken by the call that follows,
// results are JSON in Output(). There is no Embind: it would add a third to the size of the whole client, and its strings leave copies.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fmid/flow.h"
#include "fmid/secret.h"
#include "platform/fetch_transport.h"
#include "platform/system_random.h"

namespace fmid::bindings {

class FlowHandle {
 public:
  // Memory for the next argument of the call that follows.
  std::uint8_t* AddArgument(std::size_t size);

  // Each opens the flow; Output() is its first step. Arguments in order; a pool is userPoolId, clientId, endpoint, a target is address,
  // database, version.
  void SignIn(double now);         // pool, username, password
  void Refresh(double now);        // pool, refreshToken, deviceKey
  void Revoke(double now);         // pool, refreshToken
  void GlobalSignOut(double now);  // pool, accessToken
  void Discover(double now);       // url
  void OpenSession(double now);    // target, idToken, then database, username, password of each further file
  void Call(double now);           // target, token, method, path, body
  void CloseSession(double now);   // target, token

  // Not flows: Output() is the result.
  void CheckPool();         // pool
  void DecodeUnverified();  // token

  // Step "send", sent by the module itself: `done` is called when Resume can be.
  void Fetch(std::uint32_t timeout_ms, void (*done)(FlowHandle*));
  void AbortFetch() { transport_.Abort(); }
  // Step "send", sent by JavaScript: Output() is {method, url, headers}, Body() the body.
  void DescribeRequest();
  void SetResponse(int status);  // body, then name and value of each header
  void SetFailure(TransportFailure failure);
  [[nodiscard]] TransportFailure failure() const { return response_.failure; }

  void Resume(double now);
  void WaitOver();
  void Answer();  // code, newPassword, choice, deviceName, then name and value of each attribute

  // UTF-8 JSON: {"error": {…}} or a step, as js-glue/core.js reads it. Valid until the next call.
  [[nodiscard]] const SecretBytes& Output() const { return output_; }
  // The body of a request, or the Data API's answer after step "done". Valid until the next call.
  [[nodiscard]] const SecretBytes& Body() const { return body_; }

 private:
  class Arguments;

  Arguments TakeArguments();
  void Begin(Result<std::unique_ptr<Flow>> flow, double now);
  void Give(Result<Step> step);
  void GiveError(const Error& error);

  platform::SystemRandom random_;
  platform::FetchTransport transport_;
  std::unique_ptr<Flow> flow_;
  const HttpRequest* request_ = nullptr;
  HttpResponse response_;
  std::vector<SecretBytes> arguments_;
  SecretBytes output_;
  SecretBytes body_;
};

}  // namespace fmid::bindings
