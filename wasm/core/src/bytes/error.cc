#include "fmid/error.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "fmid/result.h"

namespace fmid {
namespace {

constexpr std::string_view kTexts[] = {
#define FMID_ERROR(enumerator, text, kind) text,
#include "fmid/error_codes.def"
#undef FMID_ERROR
};

constexpr ErrorKind kKinds[] = {
#define FMID_ERROR(enumerator, text, kind) ErrorKind::kind,
#include "fmid/error_codes.def"
#undef FMID_ERROR
};

}  // namespace

Error::Error(ErrorCode error_code, std::string_view what, int status) : code(error_code), detail(what), http_status(status) {}
Error::Error(ErrorCode error_code, const char* what, int status) : Error(error_code, std::string_view(what), status) {}
Error::Error(const Error& other) = default;
Error::Error(Error&& other) noexcept = default;
Error& Error::operator=(const Error& other) = default;
Error& Error::operator=(Error&& other) noexcept = default;
Error::~Error() = default;

tl::unexpected<Error> Fail(ErrorCode code, std::string_view detail) { return tl::unexpected<Error>(Error(code, detail)); }
tl::unexpected<Error> Fail(ErrorCode code, const char* detail) { return Fail(code, std::string_view(detail)); }
tl::unexpected<Error> Fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

std::string_view CodeText(ErrorCode code) { return kTexts[static_cast<std::size_t>(code)]; }
ErrorCode CodeOf(std::string_view text) {
  const auto found = std::find(std::begin(kTexts), std::end(kTexts), text);
  return found == std::end(kTexts) ? ErrorCode::kInternal : static_cast<ErrorCode>(found - std::begin(kTexts));
}

ErrorKind KindOf(ErrorCode code) { return kKinds[static_cast<std::size_t>(code)]; }

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
