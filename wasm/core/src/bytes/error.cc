#include "fmid/error.h"

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

std::string_view CodeText(ErrorCode code) { return kCodes[static_cast<std::size_t>(code)].text; }
ErrorKind KindOf(ErrorCode code) { return kCodes[static_cast<std::size_t>(code)].kind; }

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
