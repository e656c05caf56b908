// Writing the small JSON bodies of requests, straight into memory that is wiped.
#pragma once

#include <cstdint>
#include <string_view>

#include "fmid/secret.h"

namespace fmid::json {

// Text must be UTF-8 (RFC 8259 §8.1); callers check what people typed.
class Writer {
 public:
  Writer& BeginObject() { return Open('{'); }
  Writer& EndObject() { return Close('}'); }
  Writer& BeginArray() { return Open('['); }
  Writer& EndArray() { return Close(']'); }
  Writer& Key(std::string_view key);
  Writer& Text(std::string_view text);
  Writer& Member(std::string_view key, std::string_view text) { return Key(key).Text(text); }
  Writer& Member(std::string_view key, std::int64_t number);
  Writer& Boolean(bool value);
  // Nothing where the text is empty.
  Writer& OptionalMember(std::string_view key, std::string_view text) { return text.empty() ? *this : Member(key, text); }

  [[nodiscard]] SecretBytes Take() { return std::move(out_); }

 private:
  Writer& Open(char bracket);
  Writer& Close(char bracket);
  void Separate();
  void Quote(std::string_view text);

  SecretBytes out_;
  bool needs_comma_ = false;
};

}  // namespace fmid::json
