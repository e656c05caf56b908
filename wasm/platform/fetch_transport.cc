#include "platform/fetch_transport.h"

#include <emscripten/em_js.h>
#include <emscripten/emscripten.h>
#include <emscripten/fetch.h>

#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// emscripten_fetch_close of 3.1.6 frees the record of a request under way and leaves the XMLHttpRequest running, whose handlers then
// write into freed memory. So the request is ended here first, with its handlers taken off. Later releases keep a Map.
// clang-format off
EM_JS(void, fmid_abort_xhr, (std::uint32_t id), {
  var xhrs = Fetch.xhrs;
  var xhr = xhrs.get ? xhrs.get(id) : xhrs[id - 1];
  if (!xhr) return;
  xhr.onload = xhr.onerror = xhr.ontimeout = xhr.onprogress = xhr.onreadystatechange = null;
  xhr.abort();
});
// clang-format on

namespace fmid::platform {

void FetchTransport::Send(const HttpRequest& request, std::uint32_t timeout_ms, OnDone on_done) {
  Abort();
  on_done_ = std::move(on_done);
  timeout_ms_ = timeout_ms;
  started_at_ = emscripten_get_now();

  // C strings for the call; emscripten_fetch copies them.
  std::vector<SecretBytes> values;
  std::vector<const char*> headers;
  values.reserve(request.headers.size());
  for (const HttpHeader& header : request.headers) {
    values.push_back(header.value.Clone());
    values.back().Append('\0');
    headers.push_back(header.name.c_str());
    headers.push_back(values.back().RevealText().data());
  }
  headers.push_back(nullptr);

  emscripten_fetch_attr_t attributes;
  emscripten_fetch_attr_init(&attributes);
  std::strncpy(attributes.requestMethod, request.method.c_str(), sizeof attributes.requestMethod - 1);
  attributes.attributes = EMSCRIPTEN_FETCH_LOAD_TO_MEMORY;
  attributes.timeoutMSecs = timeout_ms;
  attributes.requestHeaders = headers.data();
  attributes.requestData = request.body.empty() ? nullptr : request.body.RevealText().data();
  attributes.requestDataSize = request.body.size();
  attributes.onsuccess = OnFinished;
  attributes.onerror = OnFinished;
  attributes.userData = this;
  fetch_ = emscripten_fetch(&attributes, request.url.c_str());
}

void FetchTransport::OnFinished(emscripten_fetch_t* fetch) {
  auto* self = static_cast<FetchTransport*>(fetch->userData);
  if (self == nullptr) return;  // closed by Abort
  self->fetch_ = fetch;         // a refusal inside xhr.send() comes here before emscripten_fetch returns
  HttpResponse response = self->Read();
  const OnDone on_done = std::exchange(self->on_done_, nullptr);
  self->Close();
  if (on_done) on_done(std::move(response));
}

HttpResponse FetchTransport::Read() const {
  HttpResponse response;
  response.status = fetch_->status;
  if (response.status == 0) {
    const double elapsed = emscripten_get_now() - started_at_;
    const bool timed_out = timeout_ms_ != 0 && elapsed >= timeout_ms_;
    response.failure = timed_out ? TransportFailure::kTimeout : TransportFailure::kNetwork;
    return response;
  }
  response.body = SecretBytes(std::string_view(fetch_->data, static_cast<std::size_t>(fetch_->numBytes)));

  std::string raw(emscripten_fetch_get_response_headers_length(fetch_) + 1, '\0');
  emscripten_fetch_get_response_headers(fetch_, raw.data(), raw.size());
  std::string_view lines(raw.c_str());
  while (!lines.empty()) {
    const std::size_t end = lines.find("\r\n");
    const std::string_view line = lines.substr(0, end);
    const std::size_t colon = line.find(": ");
    if (colon != std::string_view::npos) {
      response.headers.push_back({std::string(line.substr(0, colon)), SecretBytes(line.substr(colon + 2))});
    }
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 2);
  }
  Wipe(raw.data(), raw.size());
  return response;
}

void FetchTransport::Abort() {
  on_done_ = nullptr;
  if (fetch_ == nullptr) return;
  fmid_abort_xhr(fetch_->id);
  Close();
}

void FetchTransport::Close() {
  emscripten_fetch_t* fetch = std::exchange(fetch_, nullptr);
  fetch->userData = nullptr;
  emscripten_fetch_close(fetch);
}

}  // namespace fmid::platform
