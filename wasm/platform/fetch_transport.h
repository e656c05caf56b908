// Sends requests with Emscripten's fetch API: XMLHttpRequest underneath, in the main thread and in workers.
#pragma once

#include <cstdint>
#include <functional>

#include "fmid/http.h"

struct emscripten_fetch_t;

namespace fmid::platform {

// One request at a time. The destructor aborts what is under way.
class FetchTransport {
 public:
  using OnDone = std::function<void(HttpResponse)>;

  FetchTransport() = default;
  FetchTransport(const FetchTransport&) = delete;
  FetchTransport& operator=(const FetchTransport&) = delete;
  ~FetchTransport() { Abort(); }

  // `request` is copied before this returns. `timeout_ms` is for the whole exchange, 0 is for ever. A status of 0 without a time-out is
  // TransportFailure::kNetwork: whether the network or CORS refused it no page can see here (js-glue/diagnose.js asks further).
  // `on_done` is called once, never from inside Send, and not after Abort.
  void Send(const HttpRequest& request, std::uint32_t timeout_ms, OnDone on_done);
  void Abort();

 private:
  static void OnFinished(emscripten_fetch_t* fetch);
  [[nodiscard]] HttpResponse Read() const;
  void Close();

  emscripten_fetch_t* fetch_ = nullptr;
  OnDone on_done_;
  double started_at_ = 0;
  std::uint32_t timeout_ms_ = 0;
};

}  // namespace fmid::platform
