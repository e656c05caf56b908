// One HTTP exchange as a value. Who sends it is none of the core's business.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fmid/secret.h"
#include "fmid/time.h"

namespace fmid {

struct HttpHeader {
  std::string name;
  SecretBytes value;  // Authorization is one
};

struct HttpRequest {
  std::string method;  // "POST", "GET", "PATCH", "DELETE"
  std::string url;     // absolute, percent-encoded
  std::vector<HttpHeader> headers;
  SecretBytes body;    // UTF-8 JSON, or empty

  void AddHeader(std::string_view name, std::string_view value) {
    headers.push_back({std::string(name), SecretBytes(value)});
  }
};

// Why there is no answer.
enum class TransportFailure : std::uint8_t { kNone, kNetwork, kOffline, kCorsRefused, kTimeout, kAborted, kTooLarge };

struct HttpResponse {
  int status = 0;  // 0 where `failure` says why there is none
  std::vector<HttpHeader> headers;
  SecretBytes body;
  TransportFailure failure = TransportFailure::kNone;
  UnixMillis sent_at = 0;  // when its request was sent, by this machine's clock; 0 where nobody looked

  // The first header of that name, whatever its case; empty where there is none (or where CORS hides it).
  [[nodiscard]] std::string_view Header(std::string_view name) const;
};

}  // namespace fmid
