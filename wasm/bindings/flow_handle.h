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
#include "platform/system_random.h"

namespace fmid::bindings {

// The flows of the core, each with its arguments in order. A pool is userPoolId, clientId, endpoint, clientSecret; a target is
// api ("data", "odata", "admin"), address, database, version. js-glue/core.js has the same order.
enum class Operation : std::uint8_t {
  kSignIn,         // pool, username, password, then key, groupKey, password of a device
  kRefresh,        // pool, refreshToken, deviceKey
  kRevoke,         // pool, refreshToken
  kGlobalSignOut,  // pool, accessToken
  kDiscover,       // url
  kOpenSession,    // target, idToken, then database, username, password of each further file
  kCall,           // target, token, method, path, contentType, body
  kCloseSession,   // target, token
};

// A time as JavaScript has it. Not inlined: the conversion is forty bytes each time.
[[gnu::noinline]] UnixMillis ToMillis(double time);

class FlowHandle {
 public:
  // Memory for the next argument of the call that follows.
  std::uint8_t* AddArgument(std::size_t size);

  // Opens a flow; Output() is its first step.
  void Open(Operation operation, double now);

  // Not flows: Output() is the result.
  void CheckPool();         // pool
  void DecodeUnverified();  // token

  // Step "send": Output() is {method, url, headers}, Body() the body.
  void DescribeRequest();
  void SetResponse(int status);  // body, then name and value of each header
  void SetFailure(TransportFailure failure);

  void Resume(double sent_at, double now);  // when the request was sent
  void WaitOver();
  void Answer();  // code, newPassword, choice, deviceName, then name and value of each attribute

  // UTF-8 JSON: {"error": {…}} or a step, as js-glue/core.js reads it. Valid until the next call.
  [[nodiscard]] const SecretBytes& Output() const { return output_; }
  // The body of a request, or the Data API's answer after step "done". Valid until the next call.
  [[nodiscard]] const SecretBytes& Body() const { return body_; }

 private:
  class Arguments;

  Arguments TakeArguments();
  Result<std::unique_ptr<Flow>> MakeFlow(Operation operation);
  Result<std::unique_ptr<Flow>> MakePoolFlow(Operation operation, const UserPool& pool, Arguments& arguments);
  Result<std::unique_ptr<Flow>> MakeHostFlow(Operation operation, const HostTarget& target, Arguments& arguments);
  void Give(Result<Step> step);
  void GiveError(const Error& error);

  platform::SystemRandom random_;
  std::unique_ptr<Flow> flow_;
  const HttpRequest* request_ = nullptr;
  HttpResponse response_;
  std::vector<SecretBytes> arguments_;
  SecretBytes output_;
  SecretBytes body_;
};

}  // namespace fmid::bindings
