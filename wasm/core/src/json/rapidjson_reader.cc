#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <charconv>

#include "json/builder.h"

namespace fmid::json {
namespace {

// RapidJSON's names for what the builder knows.
class Handler {
 public:
  using Ch = char;
  using SizeType = rapidjson::SizeType;

  explicit Handler(Builder& builder) : builder_(builder) {}

  bool Null() { return builder_.Null(); }
  bool Bool(bool /*value*/) { return builder_.Boolean(); }
  bool RawNumber(const Ch* text, SizeType size, bool /*copy*/) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text, text + size, value);
    return error == std::errc() && end == text + size ? builder_.Integer(value) : builder_.OtherNumber();
  }
  bool String(const Ch* text, SizeType size, bool /*copy*/) { return builder_.Text({text, size}); }
  bool Key(const Ch* text, SizeType size, bool /*copy*/) { return builder_.Key({text, size}); }
  bool StartObject() { return builder_.OpenObject(); }
  bool EndObject(SizeType /*members*/) { return builder_.Close(); }
  bool StartArray() { return builder_.OpenArray(); }
  bool EndArray(SizeType /*elements*/) { return builder_.Close(); }

  // RapidJSON's reader has calls for them in its code, and none of them happens where numbers are passed as text.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }

 private:
  Builder& builder_;
};

}  // namespace

bool Read(std::string_view text, Builder& builder) {
  // RapidJSON takes a NUL byte for the end of the text, and would not look at what follows.
  if (text.find('\0') != std::string_view::npos) return false;
  Handler handler(builder);
  rapidjson::MemoryStream stream(text.data(), text.size());
  return !rapidjson::Reader().Parse<rapidjson::kParseNumbersAsStringsFlag>(stream, handler).IsError();
}

}  // namespace fmid::json
