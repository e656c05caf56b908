#include "json/document.h"

namespace fmid::json {

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

Value Value::operator[](const char* key) const {
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
