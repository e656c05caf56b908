#include "platform/fetch_transport.h"

#include <emscripten/em_js.h>
#include <emscripten/fetch.h>

#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

// clang-format off
EM_JS(emscripten::EM_VAL, fmid_xhr, (std::uint32_t id), {
  var xhrs = Fetch.xhrs; // an array in 3.1.6, later something with get()
  return Emval.toHandle(xhrs.get ? xhrs.get(id) : xhrs[id - 1]);
});
// clang-format on
#ifdef EM_JS_DEPS
EM_JS_DEPS(fmid_xhr, "$Fetch,$Emval");
#endif

namespace fmid::platform {

using emscripten::val;

namespace {

enum ReadyState : unsigned short { kHeadersReceived = 2, kDone = 4 };  // of XMLHttpRequest

FetchTransport* OwnerOf(const emscripten_fetch_t* fetch) { return static_cast<FetchTransport*>(fetch->userData); }

val XhrOf(const emscripten_fetch_t* fetch) { return val::take_ownership(fmid_xhr(fetch->id)); }

// "Name: value\r\n" for each: XMLHttpRequest.getAllResponseHeaders().
std::vector<HttpHeader> Split(std::string_view lines) {
  std::vector<HttpHeader> headers;
  while (!lines.empty()) {
    const std::size_t end = lines.find("\r\n");
    const std::string_view line = lines.substr(0, end);
    if (const std::size_t colon = line.find(": "); colon != std::string_view::npos) {
      headers.push_back({std::string(line.substr(0, colon)), SecretBytes(line.substr(colon + 2))});
    }
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 2);
  }
  return headers;
}

// What Emscripten's handler will ask for without looking at what it gets (3.1.6).
bool HasRoomFor(std::size_t size) {
  void* room = std::malloc(size);
  std::free(room);
  return room != nullptr || size == 0;
}

}  // namespace

void FetchTransport::Send(const HttpRequest& request, const val& url, std::size_t max_body, OnDone on_done) {
  Abort();
  url_ = url;
  max_body_ = max_body;
  on_done_ = on_done;

  // emscripten_fetch wants C strings, and copies them.
  const std::size_t count = request.headers.size();
  std::vector<SecretBytes> values(count);
  std::vector<const char*> headers(2 * count + 1);  // and a null pointer
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = request.headers[i].value.Clone();
    values[i].Append('\0');
    headers[2 * i] = request.headers[i].name.c_str();
    headers[2 * i + 1] = values[i].RevealText().data();
  }

  emscripten_fetch_attr_t attributes;
  emscripten_fetch_attr_init(&attributes);
  std::strncpy(attributes.requestMethod, request.method.c_str(), sizeof attributes.requestMethod - 1);
  attributes.attributes = EMSCRIPTEN_FETCH_LOAD_TO_MEMORY;
  attributes.requestHeaders = headers.data();
  attributes.requestData = request.body.empty() ? nullptr : request.body.RevealText().data();
  attributes.requestDataSize = request.body.size();
  attributes.onreadystatechange = OnStateChange;
  attributes.onprogress = OnProgress;
  attributes.onsuccess = OnFinished;
  attributes.onerror = OnFinished;
  attributes.userData = this;
  emscripten_fetch_t* fetch = emscripten_fetch(&attributes, request.url.c_str());
  if (on_done_.call == nullptr) return;  // refused at once, and `fetch` is gone
  fetch_ = fetch;
  if (fetch_ == nullptr) Finish({.failure = TransportFailure::kNetwork});  // out of memory
}

void FetchTransport::Abort() {
  on_done_ = {};
  Close();
}

val FetchTransport::Request() const { return fetch_ == nullptr ? val::undefined() : XhrOf(fetch_); }

void FetchTransport::OnStateChange(emscripten_fetch_t* fetch) {
  FetchTransport* self = OwnerOf(fetch);
  if (self == nullptr || self->fetch_ == nullptr) return;
  if (fetch->readyState == kHeadersReceived) {
    if (!XhrOf(fetch)["responseURL"].strictlyEquals(self->url_)) self->Finish({.status = 302});
  } else if (fetch->readyState == kDone) {
    const val body = XhrOf(fetch)["response"];
    if (body.isNull()) return;  // no answer; OnFinished comes next
    const auto size = static_cast<std::size_t>(body["byteLength"].as<double>());
    if (size > self->max_body_ || !HasRoomFor(size)) self->Finish({.failure = TransportFailure::kTooLarge});
  }
}

void FetchTransport::OnProgress(emscripten_fetch_t* fetch) {
  FetchTransport* self = OwnerOf(fetch);
  if (self == nullptr || self->fetch_ == nullptr) return;
  if (fetch->dataOffset > self->max_body_) self->Finish({.failure = TransportFailure::kTooLarge});  // so much has come
}

void FetchTransport::OnFinished(emscripten_fetch_t* fetch) {
  FetchTransport* self = OwnerOf(fetch);
  if (self == nullptr) return;  // closed
  self->fetch_ = fetch;         // what is refused at once comes here before emscripten_fetch returns
  self->Finish(self->Read());
}

HttpResponse FetchTransport::Read() const {
  HttpResponse response;
  response.status = fetch_->status;
  if (response.status == 0) {
    response.failure = TransportFailure::kNetwork;
    return response;
  }
  response.body = SecretBytes(std::string_view(fetch_->data, static_cast<std::size_t>(fetch_->numBytes)));
  SecretBytes lines;
  lines.Resize(emscripten_fetch_get_response_headers_length(fetch_) + 1);
  const std::span<std::uint8_t> view = lines.MutableView();
  emscripten_fetch_get_response_headers(fetch_, reinterpret_cast<char*>(view.data()), view.size());
  response.headers = Split(lines.RevealText().data());  // up to its NUL
  return response;
}

void FetchTransport::Finish(HttpResponse response) {
  const OnDone on_done = std::exchange(on_done_, {});
  Close();
  on_done.call(on_done.context, std::move(response));
}

// emscripten_fetch_close of 3.1.6 frees the record of a request under way and lets the XMLHttpRequest run, whose handlers then write
// into freed memory. So it is ended first, and hears of nothing any more.
void FetchTransport::Close() {
  emscripten_fetch_t* fetch = std::exchange(fetch_, nullptr);
  if (fetch == nullptr) return;
  fetch->userData = nullptr;
  if (val xhr = XhrOf(fetch); !xhr.isUndefined()) {
    for (const char* handler : {"onload", "onerror", "ontimeout", "onprogress", "onreadystatechange"}) xhr.set(handler, val::null());
    xhr.call<void>("abort");
  }
  emscripten_fetch_close(fetch);
}

}  // namespace fmid::platform
