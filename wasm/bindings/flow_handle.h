// A flow as JavaScript holds it: opened for one purpose, driven step by step, deleted. Requests and responses stay in WebAssembly memory
// where the module itself sends them, and cross as bytes where JavaScript does.
#pragma once

#include <emscripten/val.h>

#include <memory>
#include <string>
#include <vector>

#include "fmid/flow.h"
#include "fmid/secret.h"
#include "platform/fetch_transport.h"
#include "platform/system_random.h"

namespace fmid::bindings {

// Memory that JavaScript writes a secret into: a password never becomes a JavaScript-to-C++ string, whose copy would stay in the heap.
class SecretBuffer {
 public:
  explicit SecretBuffer(std::size_t capacity) { bytes_.Resize(capacity); }
  // A Uint8Array over the memory, good until anything else is called.
  [[nodiscard]] emscripten::val View() {
    return emscripten::val(emscripten::typed_memory_view(bytes_.size(), bytes_.MutableView().data()));
  }
  void Truncate(std::size_t size) { bytes_.Resize(size); }
  // Takes the content; the buffer is empty afterwards.
  [[nodiscard]] SecretBytes Take() { return std::move(bytes_); }

 private:
  SecretBytes bytes_;
};

class FlowHandle {
 public:
  // Each opens the flow and gives its first step.
  emscripten::val SignIn(emscripten::val pool, const std::string& username, SecretBuffer& password, double now);
  emscripten::val Refresh(emscripten::val pool, SecretBuffer& refresh_token, const std::string& device_key, double now);
  emscripten::val Revoke(emscripten::val pool, SecretBuffer& refresh_token, double now);
  emscripten::val GlobalSignOut(emscripten::val pool, SecretBuffer& access_token, double now);
  emscripten::val Discover(const std::string& url, double now);
  // `target` is {address, database, version}. Before OpenSession each further file is named by AddDataSource.
  void AddDataSource(const std::string& database, const std::string& username, SecretBuffer& password);
  emscripten::val OpenSession(emscripten::val target, SecretBuffer& id_token, double now);
  emscripten::val Call(emscripten::val target, SecretBuffer& token, const std::string& method, const std::string& path,
                       SecretBuffer& body, double now);
  emscripten::val CloseSession(emscripten::val target, SecretBuffer& token, double now);

  // Step "send", sent by the module: `done` is called without arguments when Resume can be.
  void Fetch(std::uint32_t timeout_ms, emscripten::val done);
  void AbortFetch() { transport_.Abort(); }
  // Step "send", sent by JavaScript.
  [[nodiscard]] emscripten::val Request() const;
  // `headers` is an array of [name, value].
  void SetResponse(int status, emscripten::val headers, SecretBuffer& body);
  // "network_failed" | "offline" | "cors_refused" | "timeout" | "aborted" | "response_too_large"
  void SetFailure(const std::string& code);
  // "network_failed", "timeout", …, or "" where there was an answer.
  [[nodiscard]] std::string Failure() const;
  emscripten::val Resume(double now);

  // Step "wait".
  emscripten::val WaitOver();

  // Step "ask". `answer` is {choice, attributes: [[name, value]], deviceName}; `code` and `new_password` may be empty.
  emscripten::val Answer(emscripten::val answer, SecretBuffer& code, SecretBuffer& new_password);

 private:
  emscripten::val Begin(Result<std::unique_ptr<Flow>> flow, double now);
  emscripten::val Give(Result<Step> step);

  platform::SystemRandom random_;
  platform::FetchTransport transport_;
  std::unique_ptr<Flow> flow_;
  std::vector<DataSource> data_sources_;
  const HttpRequest* request_ = nullptr;
  HttpResponse response_;
};

}  // namespace fmid::bindings
