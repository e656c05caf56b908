#include "json/document.h"

#include <string>

#define JSON_NOEXCEPTION 1
#include <nlohmann/json.hpp>

namespace fmid::json {

namespace {
constexpr std::int64_t kMaxSafeInteger = (std::int64_t{1} << 53) - 1;
}

// nlohmann's SAX interface; false ends the parse.
class Builder {
 public:
  Builder(Document& document, int keep_depth) : document_(document), keep_depth_(keep_depth) {}

  [[nodiscard]] bool too_deep() const { return too_deep_; }
  [[nodiscard]] bool too_many() const { return too_many_; }

  bool null() { return Add({}); }
  bool boolean(bool /*value*/) { return Add({.kind = Document::Kind::kBoolean}); }
  bool number_integer(std::int64_t value) {
    const bool safe = value >= -kMaxSafeInteger && value <= kMaxSafeInteger;
    return Add({.kind = safe ? Document::Kind::kInteger : Document::Kind::kOtherNumber, .integer = value});
  }
  bool number_unsigned(std::uint64_t value) {
    const bool safe = value <= static_cast<std::uint64_t>(kMaxSafeInteger);
    return Add({.kind = safe ? Document::Kind::kInteger : Document::Kind::kOtherNumber,
                .integer = safe ? static_cast<std::int64_t>(value) : 0});
  }
  bool number_float(double /*value*/, const std::string& /*text*/) { return Add({.kind = Document::Kind::kOtherNumber}); }
  bool string(std::string& value) {
    if (Skipping()) return true;
    return Add({.kind = Document::Kind::kText, .text = Keep(value)});
  }
  bool binary(std::vector<std::uint8_t>& /*value*/) { return false; }
  bool key(std::string& name) {
    if (!Skipping()) pending_key_ = Keep(name);
    return true;
  }
  bool start_object(std::size_t /*size*/) { return Open(Document::Kind::kObject); }
  bool end_object() { return Close(); }
  bool start_array(std::size_t /*size*/) { return Open(Document::Kind::kArray); }
  bool end_array() { return Close(); }
  template <class Exception>
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/, const Exception& /*error*/) {
    return false;
  }

 private:
  struct Level {
    std::uint32_t container;
    std::uint32_t last_child;
  };

  [[nodiscard]] bool Skipping() const { return depth_ > keep_depth_; }

  Document::Span Keep(const std::string& text) {
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
  // nlohmann takes a NUL byte for the end of the text, and would not look at what follows.
  if (text.find('\0') != std::string_view::npos) return Fail(ErrorCode::kResponseNotJson);
  Document document;
  Builder builder(document, keep_depth);
  if (!nlohmann::json::sax_parse(text, &builder)) {
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
