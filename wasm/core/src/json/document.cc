#include "json/document.h"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <charconv>

#include "bytes/text.h"

namespace fmid::json {

namespace {
constexpr std::int64_t kMaxSafeInteger = (std::int64_t{1} << 53) - 1;
}

// Numbers as text keeps strtod and its tables out of the module.
constexpr unsigned kParseFlags = rapidjson::kParseNumbersAsStringsFlag;

// RapidJSON's handler; false ends the parse.
class Builder {
 public:
  using Ch = char;
  using SizeType = rapidjson::SizeType;

  Builder(Document& document, int keep_depth) : document_(document), keep_depth_(keep_depth) {}

  [[nodiscard]] bool too_deep() const { return too_deep_; }
  [[nodiscard]] bool too_many() const { return too_many_; }

  bool Null() { return Add({}); }
  bool Bool(bool /*value*/) { return Add({.kind = Document::Kind::kBoolean}); }
  bool RawNumber(const Ch* text, SizeType size, bool /*copy*/) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text, text + size, value);
    const bool safe = error == std::errc() && end == text + size && value >= -kMaxSafeInteger && value <= kMaxSafeInteger;
    return Add({.kind = safe ? Document::Kind::kInteger : Document::Kind::kOtherNumber, .integer = safe ? value : 0});
  }
  bool String(const Ch* text, SizeType size, bool /*copy*/) {
    if (!IsUtf8({text, size})) return false;  // "\udc00" alone comes through as what it would be
    return Skipping() || Add({.kind = Document::Kind::kText, .text = Keep({text, size})});
  }
  bool Key(const Ch* text, SizeType size, bool /*copy*/) {
    if (!Skipping()) pending_key_ = Keep({text, size});
    return IsUtf8({text, size});
  }
  bool StartObject() { return Open(Document::Kind::kObject); }
  bool EndObject(SizeType /*members*/) { return Close(); }
  bool StartArray() { return Open(Document::Kind::kArray); }
  bool EndArray(SizeType /*elements*/) { return Close(); }

  // RapidJSON's reader has calls for them in its code, and none of them happens where numbers are passed as text.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }

 private:
  struct Level {
    std::uint32_t container;
    std::uint32_t last_child;
  };

  [[nodiscard]] bool Skipping() const { return depth_ > keep_depth_; }

  Document::Span Keep(std::string_view text) {
    const Document::Span span{static_cast<std::uint32_t>(document_.texts_.size()), static_cast<std::uint32_t>(text.size())};
    document_.texts_.Append(text);
    return span;
  }

  bool Add(Document::Node node) {
    if (Skipping()) return true;
    if (document_.nodes_.size() >= Document::kMaxNodes) {
      too_many_ = true;
      return false;
    }
    const auto index = static_cast<std::uint32_t>(document_.nodes_.size());
    node.key = pending_key_;
    pending_key_ = {};
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
    if (depth_ >= Document::kMaxDepth) {
      too_deep_ = true;
      return false;
    }
    if (!Add({.kind = kind})) return false;
    ++depth_;
    if (!Skipping()) levels_.push_back({static_cast<std::uint32_t>(document_.nodes_.size() - 1), Value::kAbsent});
    return true;
  }

  bool Close() {
    if (!Skipping()) levels_.pop_back();
    --depth_;
    return true;
  }

  Document& document_;
  int keep_depth_;
  int depth_ = 0;
  bool too_deep_ = false;
  bool too_many_ = false;
  Document::Span pending_key_;
  std::vector<Level> levels_;
};

Result<Document> Document::Parse(std::string_view text, int keep_depth) {
  // RapidJSON takes a NUL byte for the end of the text, and would not look at what follows.
  if (text.find('\0') != std::string_view::npos) return Fail(ErrorCode::kResponseNotJson);
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  Document document;
  Builder builder(document, keep_depth);
  rapidjson::MemoryStream stream(text.data(), text.size());
  if (rapidjson::Reader().Parse<kParseFlags>(stream, builder).IsError()) {
    if (builder.too_deep()) return Fail(ErrorCode::kResponseMalformed, "nesting");
    if (builder.too_many()) return Fail(ErrorCode::kResponseMalformed, "values");
    return Fail(ErrorCode::kResponseNotJson);
  }
  return document;
}

bool Value::IsObject() const { return !IsAbsent() && document_->nodes_[node_].kind == Document::Kind::kObject; }
bool Value::IsArray() const { return !IsAbsent() && document_->nodes_[node_].kind == Document::Kind::kArray; }

std::optional<std::string_view> Value::Text() const {
  if (IsAbsent() || document_->nodes_[node_].kind != Document::Kind::kText) return std::nullopt;
  return document_->At(document_->nodes_[node_].text);
}

std::string_view Value::TextOrEmpty() const { return Text().value_or(std::string_view()); }

std::optional<std::int64_t> Value::Integer() const {
  if (IsAbsent() || document_->nodes_[node_].kind != Document::Kind::kInteger) return std::nullopt;
  return document_->nodes_[node_].integer;
}

Value Value::operator[](std::string_view key) const {
  Value found;
  if (!IsObject()) return found;
  for (std::uint32_t i = document_->nodes_[node_].first_child; i != kAbsent; i = document_->nodes_[i].next_sibling) {
    if (document_->At(document_->nodes_[i].key) == key) found = Value(document_, i);
  }
  return found;
}

std::vector<Value> Value::Children() const {
  std::vector<Value> children;
  if (IsAbsent()) return children;
  for (std::uint32_t i = document_->nodes_[node_].first_child; i != kAbsent; i = document_->nodes_[i].next_sibling) {
    children.push_back(Value(document_, i));
  }
  return children;
}

std::string_view Value::Key() const { return IsAbsent() ? std::string_view() : document_->At(document_->nodes_[node_].key); }

}  // namespace fmid::json
