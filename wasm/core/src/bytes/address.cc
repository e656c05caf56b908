#include "bytes/address.h"

#include "bytes/text.h"

namespace fmid {
namespace {

bool IsLoopback(std::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  if (!host.starts_with("127.")) return false;
  int parts = 1;
  int value = 0;
  int digits = 0;
  for (const char c : host) {
    if (c == '.') {
      if (digits == 0) return false;
      ++parts;
      value = digits = 0;
    } else if (IsDigit(c)) {
      value = value * 10 + (c - '0');
      if (++digits > 3 || value > 255) return false;
    } else {
      return false;
    }
  }
  return parts == 4 && digits > 0;
}

// A name, an IPv4 address, or an IPv6 address in brackets.
bool IsHost(std::string_view host) {
  if (host.starts_with('[')) {
    if (host.size() < 4 || !host.ends_with(']')) return false;
    for (const char c : host.substr(1, host.size() - 2)) {
      if (HexValue(c) < 0 && c != ':' && c != '.') return false;
    }
    return true;
  }
  if (host.empty() || host.size() > 253) return false;
  char previous = '.';
  for (const char c : host) {
    const bool at_edge = previous == '.';
    if (c == '.' || c == '-' || c == '_') {
      if (at_edge) return false;
    } else if (!IsAlphanumeric(c)) {
      return false;
    }
    if (c == '.' && previous == '-') return false;
    previous = c;
  }
  return previous != '-' && previous != '.';
}

bool IsPort(std::string_view port) {
  if (port.empty() || port.size() > 5) return false;
  int value = 0;
  for (const char c : port) {
    if (!IsDigit(c)) return false;
    value = value * 10 + (c - '0');
  }
  return value >= 1 && value <= 65535;
}

bool IsPath(std::string_view path) {
  for (std::size_t i = 0; i < path.size(); ++i) {
    const char c = path[i];
    const bool allowed = IsAlphanumeric(c) || std::string_view("/-._~!$&'()*+,;=:@").find(c) != std::string_view::npos;
    if (!allowed) return false;
    // No empty segment, no dot segment and no percent-encoding: they make two spellings of one place, or lead out of it.
    if (c != '/') continue;
    const std::string_view segment = path.substr(i + 1, path.find('/', i + 1) - i - 1);
    if (segment.empty() || segment == "." || segment == "..") return false;
  }
  return true;
}

}  // namespace

Result<std::string> CheckAddress(std::string_view address, const char* what) {
  const auto invalid = [&] { return Fail(ErrorCode::kAddressInvalid, what); };
  bool secure = true;
  if (StartsWithIgnoringCase(address, "https://")) {
    address.remove_prefix(8);
  } else if (StartsWithIgnoringCase(address, "http://")) {
    address.remove_prefix(7);
    secure = false;
  } else if (address.find("//") != std::string_view::npos) {
    return invalid();
  }

  const std::size_t slash = std::min(address.find('/'), address.size());
  const std::string_view authority = address.substr(0, slash);
  std::string_view path = address.substr(slash);
  if (path.ends_with('/')) path.remove_suffix(1);

  const std::size_t bracket = authority.find(']');
  const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  const std::string_view host = authority.substr(0, std::min(colon, authority.size()));
  if (!IsHost(host) || !IsPath(path)) return invalid();
  if (colon != std::string_view::npos && !IsPort(authority.substr(colon + 1))) return invalid();

  std::string canonical(secure ? "https://" : "http://");
  for (const char c : authority) canonical += ToLower(c);
  if (!secure) {
    const std::string_view lower_host = std::string_view(canonical).substr(7, host.size());
    if (!IsLoopback(lower_host)) return Fail(ErrorCode::kAddressInsecure, what);
  }
  canonical += path;
  return canonical;
}

}  // namespace fmid
