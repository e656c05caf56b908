#include "json/writer.h"

#include <string>

#include "bytes/text.h"

namespace fmid::json {

void Writer::Separate() {
  if (needs_comma_) out_.Append(',');
  needs_comma_ = true;
}

Writer& Writer::Open(char bracket) {
  Separate();
  out_.Append(bracket);
  needs_comma_ = false;
  return *this;
}

Writer& Writer::Close(char bracket) {
  out_.Append(bracket);
  needs_comma_ = true;
  return *this;
}

Writer& Writer::Key(std::string_view key) {
  Separate();
  Quote(key);
  out_.Append(':');
  needs_comma_ = false;
  return *this;
}

Writer& Writer::Text(std::string_view text) {
  Separate();
  Quote(text);
  return *this;
}

Writer& Writer::Member(std::string_view key, std::int64_t number) {
  Key(key).Separate();
  out_.Append(Decimal(number));
  return *this;
}

Writer& Writer::Boolean(bool value) {
  Separate();
  out_.Append(value ? "true" : "false");
  return *this;
}

void Writer::Quote(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out_.Append('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out_.Append('\\');
      out_.Append(c);
    } else if (IsControl(c)) {
      out_.Append("\\u00");
      out_.Append(kDigits[static_cast<unsigned char>(c) >> 4]);
      out_.Append(kDigits[static_cast<unsigned char>(c) & 15]);
    } else {
      out_.Append(c);
    }
  }
  out_.Append('"');
}

}  // namespace fmid::json
