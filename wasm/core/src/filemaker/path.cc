#include "filemaker/path.h"

#include "bytes/text.h"

namespace fmid::filemaker {
namespace {

// RFC 3986 pchar without unreserved, plus what separates path and query, plus '%' for what is encoded already.
constexpr std::string_view kKept = "!$&'()*+,;=:@/?%";

// One dot segment, plain or encoded: ".", "..", "%2e", ".%2E" and so on.
bool IsDotSegment(std::string_view segment) {
  int dots = 0;
  while (!segment.empty()) {
    if (segment.front() == '.') {
      segment.remove_prefix(1);
    } else if (StartsWithIgnoringCase(segment, "%2e")) {
      segment.remove_prefix(3);
    } else {
      return false;
    }
    ++dots;
  }
  return dots == 1 || dots == 2;
}

// A layout's name may have an encoded slash in it; a server that decodes it too early must not find a way up there.
bool HoldsDotSegment(std::string_view segment) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < segment.size(); ++i) {
    const std::string_view rest = segment.substr(i);
    if (!StartsWithIgnoringCase(rest, "%2f") && !StartsWithIgnoringCase(rest, "%5c")) continue;
    if (IsDotSegment(segment.substr(begin, i - begin))) return true;
    begin = i + 3;
  }
  return IsDotSegment(segment.substr(begin));
}

bool IsSafe(std::string_view path) {
  if (path.empty() || !IsUtf8(path)) return false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const char c = path[i];
    if (IsControl(c) || c == '\\' || c == '#') return false;
    if (c == '%' && (path.size() - i < 3 || HexValue(path[i + 1]) < 0 || HexValue(path[i + 2]) < 0)) return false;
  }
  std::string_view segments = path.substr(0, path.find('?'));
  while (true) {
    const std::size_t slash = segments.find('/');
    const std::string_view segment = segments.substr(0, slash);
    if (segment.empty() || HoldsDotSegment(segment)) return false;
    if (slash == std::string_view::npos) return true;
    segments.remove_prefix(slash + 1);
  }
}

}  // namespace

std::string SessionsUrl(const HostTarget& target) {
  return target.root + (target.api == HostApi::kAdmin ? "/user/auth" : "/databases/" + target.database + "/sessions");
}

Result<std::string> UrlOf(const HostTarget& target, std::string_view path) {
  std::string url = target.root + '/';
  if (path.starts_with('/')) {
    path.remove_prefix(1);
  } else if (target.api != HostApi::kAdmin) {
    url += (target.api == HostApi::kData ? "databases/" : "") + target.database + '/';
  }
  if (!IsSafe(path)) return Fail(ErrorCode::kPathInvalid, "path");
  return url + PercentEncode(path, kKept);
}

}  // namespace fmid::filemaker
