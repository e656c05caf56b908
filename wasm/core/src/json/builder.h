// Makes a Document of what a reader finds, one event after the other.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "json/document.h"

namespace fmid::json {

// A call that gives false ends the reading: nested too deep, too many values, a text that is no UTF-8.
class Builder {
 public:
  // keep_depth: at most kKeepDepth.
  Builder(Document& document, int keep_depth) : document_(document), keep_depth_(keep_depth) {}

  [[nodiscard]] bool too_deep() const { return too_deep_; }
  [[nodiscard]] bool too_many() const { return too_many_; }

  bool Null() { return Add({}); }
  bool Boolean() { return Add({.kind = Document::Kind::kBoolean}); }
  // A number that Value::Integer() may give, and any other.
  bool Integer(std::int64_t value);
  bool OtherNumber() { return Add({.kind = Document::Kind::kOtherNumber}); }
  bool Text(std::string_view text);
  bool Key(std::string_view name);
  bool OpenObject() { return Open(Document::Kind::kObject); }
  bool OpenArray() { return Open(Document::Kind::kArray); }
  bool Close();

 private:
  struct Level {
    std::uint32_t container;
    std::uint32_t last_child;
  };

  [[nodiscard]] bool Skipping() const { return depth_ > keep_depth_; }
  Document::Span Keep(std::string_view text);
  bool Add(Document::Node node);
  bool Open(Document::Kind kind);

  Document& document_;
  int keep_depth_;
  int depth_ = 0;
  bool too_deep_ = false;
  bool too_many_ = false;
  Document::Span pending_key_;
  std::array<Level, Document::kKeepDepth + 1> levels_{};  // the containers that are open, as far as they are kept
  std::size_t open_ = 0;
};

// Reads `text`, RFC 8259; false where it is none or the builder said so. Natively by RapidJSON (rapidjson_reader.cc); in the delivered
// module by the JavaScript engine's own JSON.parse (platform/engine_json_reader.cc), which costs nobody a download.
bool Read(std::string_view text, Builder& builder);

}  // namespace fmid::json
