#include "json/builder.h"

#include "bytes/text.h"

namespace fmid::json {

namespace {
constexpr std::int64_t kMaxSafeInteger = (std::int64_t{1} << 53) - 1;
}

bool Builder::Integer(std::int64_t value) {
  const bool safe = value >= -kMaxSafeInteger && value <= kMaxSafeInteger;
  return safe ? Add({.kind = Document::Kind::kInteger, .integer = value}) : OtherNumber();
}

bool Builder::Text(std::string_view text) {
  if (!IsUtf8(text)) return false;  // "\udc00" alone may come through as what it would be
  return Skipping() || Add({.kind = Document::Kind::kText, .text = Keep(text)});
}

bool Builder::Key(std::string_view name) {
  if (!Skipping()) pending_key_ = Keep(name);
  return IsUtf8(name);
}

Document::Span Builder::Keep(std::string_view text) {
  const Document::Span span{static_cast<std::uint32_t>(document_.texts_.size()), static_cast<std::uint32_t>(text.size())};
  document_.texts_.Append(text);
  return span;
}

bool Builder::Add(Document::Node node) {
  if (Skipping()) return true;
  if (document_.nodes_.size() >= Document::kMaxNodes) {
    too_many_ = true;
    return false;
  }
  const auto index = static_cast<std::uint32_t>(document_.nodes_.size());
  node.key = pending_key_;
  pending_key_ = {};
  document_.nodes_.push_back(node);
  if (open_ > 0) {
    Level& level = levels_[open_ - 1];
    auto& link = level.last_child == Value::kAbsent ? document_.nodes_[level.container].first_child
                                                    : document_.nodes_[level.last_child].next_sibling;
    link = index;
    level.last_child = index;
  }
  return true;
}

bool Builder::Open(Document::Kind kind) {
  if (depth_ >= Document::kMaxDepth) {
    too_deep_ = true;
    return false;
  }
  if (!Add({.kind = kind})) return false;
  ++depth_;
  if (!Skipping()) levels_[open_++] = {static_cast<std::uint32_t>(document_.nodes_.size() - 1), Value::kAbsent};
  return true;
}

bool Builder::Close() {
  if (!Skipping()) --open_;
  --depth_;
  return true;
}

}  // namespace fmid::json
