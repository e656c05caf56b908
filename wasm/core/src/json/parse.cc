// Document::Parse: what nlohmann_json's SAX parser finds becomes a flat list of nodes.
// nlohmann_json in a namespace of its own, as it lets its users have it: what is changed below is so for this file alone.
#define NLOHMANN_JSON_NAMESPACE nlohmann::fmid
#define NLOHMANN_JSON_NAMESPACE_BEGIN \
  namespace nlohmann {                \
  inline namespace fmid {
#define NLOHMANN_JSON_NAMESPACE_END \
  }                                 \
  }
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "bytes/text.h"

#include "json/document.h"

// What nlohmann_json says about a fault, and what a number is as a double: nobody hears of either, and the sentences quote what was read,
// secrets here. Making them was a third of the parser. The members are of its namespace "detail": a version that has them otherwise does not
// compile.
namespace nlohmann::detail {

using Parser = parser<json, iterator_input_adapter<const char*>>;
using Lexer = lexer<json, iterator_input_adapter<const char*>>;

template <>
std::string Parser::exception_message(const token_type /*expected*/, const std::string& /*context*/) {
  return {};
}

template <>
std::string Lexer::get_token_string() const {
  return {};
}

template <>
[[gnu::nonnull]] void Lexer::strtof(double& number, const char* text, char** end) noexcept {
  number = 0;
  *end = const_cast<char*>(text) + std::strlen(text);
}

template <>
parse_error parse_error::create<std::nullptr_t, 0>(int id, const position_t& position, const std::string& /*what*/, std::nullptr_t) {
  return {id, position.chars_read_total, ""};
}

template <>
out_of_range out_of_range::create<std::nullptr_t, 0>(int id, const std::string& /*what*/, std::nullptr_t) {
  return {id, ""};
}

}  // namespace nlohmann::detail

namespace fmid::json {
namespace {

constexpr std::int64_t kMaxSafeInteger = (std::int64_t{1} << 53) - 1;

enum class NumberSort : std::uint8_t { kWhole, kOther, kTooLarge };

// Judges a number with a point or an exponent, or of more digits than 64 bits hold, by its text: exactly, and alike on every machine. As in
// JavaScript, 3600, 3600.0 and 3.6e3 are one number. From 1e308 on, the last power of ten that a double holds, it is too large.
NumberSort Judge(std::string_view text, std::int64_t& whole) {
  constexpr std::int64_t kFar = 1'000'000;  // further than any exponent that matters, and far from overflow
  const bool negative = text.starts_with('-');
  const std::size_t exponent_at = std::min(text.find_first_of("eE"), text.size());
  std::string_view mantissa = text.substr(0, exponent_at);
  std::string_view exponent_text = text.substr(std::min(exponent_at + 1, text.size()));

  // value = digits · 10^exponent
  std::string digits;
  std::int64_t exponent = 0;
  for (const char c : exponent_text) {
    if (IsDigit(c)) exponent = std::min(exponent * 10 + (c - '0'), kFar);
  }
  if (exponent_text.starts_with('-')) exponent = -exponent;
  bool in_fraction = false;
  for (const char c : mantissa.substr(negative ? 1 : 0)) {
    if (!IsDigit(c)) {
      in_fraction = true;
      continue;
    }
    if (in_fraction) --exponent;
    if (c != '0' || !digits.empty()) digits += c;
  }
  while (digits.ends_with('0')) {
    digits.pop_back();
    ++exponent;
  }
  whole = 0;
  if (digits.empty()) return NumberSort::kWhole;
  const std::int64_t magnitude = static_cast<std::int64_t>(digits.size()) + exponent;  // below 10^magnitude
  if (magnitude > 308) return NumberSort::kTooLarge;
  if (exponent < 0 || magnitude > 16) return NumberSort::kOther;
  digits.append(static_cast<std::size_t>(exponent), '0');
  for (const char c : digits) whole = whole * 10 + (c - '0');
  if (negative) whole = -whole;
  return whole >= -kMaxSafeInteger && whole <= kMaxSafeInteger ? NumberSort::kWhole : NumberSort::kOther;
}

}  // namespace

// The members in nlohmann's spelling are its SAX interface; each gives false where the reading is to end.
class Builder {
 public:
  Builder(Document& document, int keep_depth) : document_(document), keep_depth_(keep_depth) {}

  // Why the reading ended.
  [[nodiscard]] const Error& error() const { return error_; }

  bool null() { return Add({}); }
  bool boolean(bool /*value*/) { return Add({.kind = Document::Kind::kBoolean}); }
  bool number_integer(std::int64_t value) { return value >= -kMaxSafeInteger ? Whole(value) : Other(); }
  bool number_unsigned(std::uint64_t value) { return value <= kMaxSafeInteger ? Whole(static_cast<std::int64_t>(value)) : Other(); }
  bool number_float(double /*value*/, const std::string& text) {
    std::int64_t whole = 0;
    switch (Judge(text, whole)) {
      case NumberSort::kWhole: return Whole(whole);
      case NumberSort::kOther: return Other();
      case NumberSort::kTooLarge: break;
    }
    return false;
  }
  bool string(const std::string& text) { return Skipping() || Add({.kind = Document::Kind::kText, .text = Keep(text)}); }
  bool binary(const std::vector<std::uint8_t>& /*bytes*/) { return false; }  // no JSON
  bool start_object(std::size_t /*members*/) { return Open(Document::Kind::kObject); }
  bool start_array(std::size_t /*elements*/) { return Open(Document::Kind::kArray); }
  bool end_object() { return Close(); }
  bool end_array() { return Close(); }
  bool key(const std::string& name) {
    if (!Skipping()) pending_key_ = Keep(name);
    return true;
  }
  // What it would say about the place and the token is for nobody: tokens are secrets here.
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/, const nlohmann::json::exception& /*why*/) {
    return false;
  }

 private:
  struct Level {
    std::uint32_t container;
    std::uint32_t last_child = Value::kAbsent;
  };

  [[nodiscard]] bool Skipping() const { return depth_ > keep_depth_; }

  Document::Span Keep(std::string_view text) {
    const Document::Span span{static_cast<std::uint32_t>(document_.texts_.size()), static_cast<std::uint32_t>(text.size())};
    document_.texts_.Append(text);
    return span;
  }

  bool Whole(std::int64_t value) { return Add({.kind = Document::Kind::kInteger, .integer = value}); }
  bool Other() { return Add({.kind = Document::Kind::kOtherNumber}); }

  bool Add(Document::Node node) {
    if (Skipping()) return true;
    if (document_.nodes_.size() >= Document::kMaxNodes) return Refuse("values");
    const auto index = static_cast<std::uint32_t>(document_.nodes_.size());
    node.key = std::exchange(pending_key_, {});
    document_.nodes_.push_back(node);
    if (!levels_.empty()) {
      Level& level = levels_.back();
      auto& link = level.last_child == Value::kAbsent ? document_.nodes_[level.container].first_child
                                                      : document_.nodes_[level.last_child].next_sibling;
      link = index;
      level.last_child = index;
    }
    return true;
  }

  bool Open(Document::Kind kind) {
    if (depth_ >= Document::kMaxDepth) return Refuse("nesting");
    if (!Add({.kind = kind})) return false;
    if (!Skipping()) levels_.push_back({static_cast<std::uint32_t>(document_.nodes_.size() - 1)});
    ++depth_;
    return true;
  }

  bool Close() {
    --depth_;
    if (!Skipping()) levels_.pop_back();
    return true;
  }

  bool Refuse(const char* what) {
    error_ = Error(ErrorCode::kResponseMalformed, what);
    return false;
  }

  Document& document_;
  int keep_depth_;
  int depth_ = 0;
  Document::Span pending_key_;
  std::vector<Level> levels_;  // the containers that are open, as far as they are kept
  Error error_{ErrorCode::kResponseNotJson};
};

Result<Document> Document::Parse(std::string_view text, int keep_depth) {
  // nlohmann_json takes a NUL byte for the end of the text, and would not look at what follows.
  if (text.find('\0') != std::string_view::npos) return Fail(ErrorCode::kResponseNotJson);
  Document document;
  Builder builder(document, keep_depth);
  if (!nlohmann::json::sax_parse(text.data(), text.data() + text.size(), &builder)) return Fail(builder.error());
  return document;
}

}  // namespace fmid::json
