#include "fmid/error.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "fmid/result.h"

namespace fmid {
namespace {

struct CodeEntry {
  std::string_view text;
  ErrorKind kind;
};

constexpr CodeEntry kCodes[] = {
#define FMID_ERROR(enumerator, text, kind) {text, ErrorKind::kind},
#include "fmid/error_codes.def"
#undef FMID_ERROR
};

}  // namespace

tl::unexpected<Error> Fail(ErrorCode code, std::string_view detail, int http_status) { return Fail(Error(code, detail, http_status)); }
tl::unexpected<Error> Fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

std::string_view CodeText(ErrorCode code) { return kCodes[static_cast<std::size_t>(code)].text; }
ErrorKind KindOf(ErrorCode code) { return kCodes[static_cast<std::size_t>(code)].kind; }

ErrorCode CodeOf(std::string_view text) {
  const auto found = std::find_if(std::begin(kCodes), std::end(kCodes), [&](const CodeEntry& entry) { return entry.text == text; });
  return found == std::end(kCodes) ? ErrorCode::kInternal : static_cast<ErrorCode>(found - std::begin(kCodes));
}

std::string_view KindText(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInput: return "input";
    case ErrorKind::kEnvironment: return "environment";
    case ErrorKind::kTransport: return "transport";
    case ErrorKind::kProtocol: return "protocol";
    case ErrorKind::kServer: return "server";
    case ErrorKind::kFileMaker: return "filemaker";
  }
  return "environment";
}

}  // namespace fmid
