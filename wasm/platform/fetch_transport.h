// Sends requests by Emscripten's fetch API: XMLHttpRequest underneath, in pages and dedicated workers. The answer reaches the heap as
// bytes and is no JavaScript string on its way.
#pragma once

#include <emscripten/val.h>

#include <cstddef>

#include "fmid/http.h"

struct emscripten_fetch_t;

namespace fmid::platform {

// One request at a time. The destructor gives up what is under way.
class FetchTransport {
 public:
  // Who waits for the answer.
  struct OnDone {
    void (*call)(void* context, HttpResponse response) = nullptr;
    void* context = nullptr;
  };

  FetchTransport() = default;
  FetchTransport(const FetchTransport&) = delete;
  FetchTransport& operator=(const FetchTransport&) = delete;
  ~FetchTransport() { Abort(); }

  // `request` is copied before this returns. Sent without cookies. `url`: request.url as a browser writes it, for an answer from
  // elsewhere is not read: a redirect is status 302 without a body, as fetch() with `redirect: "manual"` gives it. One longer than
  // `max_body` bytes is kTooLarge, before it is in the heap. Where there is none, the failure is kNetwork: whether the network, CORS or the
  // page's policy refused it, no page can see here. Waits as long as it takes: who has waited enough calls Abort.
  //
  // `on_done` is called once, before this returns where nothing could be sent, and not after Abort.
  void Send(const HttpRequest& request, const emscripten::val& url, std::size_t max_body, OnDone on_done);

  // Nothing is under way after this, and nothing will be heard of it.
  void Abort();

  // The XMLHttpRequest under way, or undefined.
  [[nodiscard]] emscripten::val Request() const;

 private:
  static void OnStateChange(emscripten_fetch_t* fetch);
  static void OnProgress(emscripten_fetch_t* fetch);
  static void OnFinished(emscripten_fetch_t* fetch);

  [[nodiscard]] HttpResponse Read() const;
  void Finish(HttpResponse response);
  void Close();

  emscripten_fetch_t* fetch_ = nullptr;
  emscripten::val url_ = emscripten::val::undefined();
  std::size_t max_body_ = 0;
  OnDone on_done_;
};

}  // namespace fmid::platform
