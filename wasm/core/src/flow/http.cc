#include "fmid/http.h"

#include "bytes/text.h"

namespace fmid {

std::string_view HttpResponse::Header(std::string_view name) const {
  for (const HttpHeader& header : headers) {
    if (EqualsIgnoringCase(header.name, name)) return header.value.RevealText();
  }
  return {};
}

}  // namespace fmid
