// Reading JSON that a server sent: whatever it holds, nothing here crashes. nlohmann_json's SAX parser does the parsing (parse.cc); what is
// kept is a flat list of nodes, because its DOM aborts on a wrong type when built without exceptions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "fmid/result.h"
#include "fmid/secret.h"

namespace fmid::json {

class Document;

// A value in a document, or "absent": asking an absent value for anything gives an absent value again, so that a path is read
// without a check at each step. Valid as long as its document.
class Value {
 public:
  Value() = default;

  [[nodiscard]] bool IsAbsent() const { return node_ == kAbsent; }
  [[nodiscard]] bool IsObject() const;
  [[nodiscard]] bool IsArray() const;
  [[nodiscard]] std::optional<std::string_view> Text() const;
  // Text(), or "" where it is none.
  [[nodiscard]] std::string_view TextOrEmpty() const;
  // Whole numbers between ±2^53, the range that JavaScript keeps exactly.
  [[nodiscard]] std::optional<std::int64_t> Integer() const;

  // Of an object; of several members with one name the last, as JSON.parse has it.
  [[nodiscard]] Value operator[](const char* key) const;
  // Members of an object, elements of an array, in order.
  [[nodiscard]] std::vector<Value> Children() const;
  [[nodiscard]] std::string_view Key() const;

 private:
  friend class Document;
  friend class Builder;
  static constexpr std::uint32_t kAbsent = 0xFFFFFFFF;
  Value(const Document* document, std::uint32_t node) : document_(document), node_(node) {}

  const Document* document_ = nullptr;
  std::uint32_t node_ = kAbsent;
};

class Document {
 public:
  // What is nested deeper is checked for syntax and left out: its container reads as empty.
  static constexpr int kKeepDepth = 16;
  // Deeper nesting than this is refused; no server of ours nests more than a dozen.
  static constexpr int kMaxDepth = 512;
  // More values than this are refused: each takes 40 bytes, whatever it is. A FileMaker record, one value at the depth that is kept of it,
  // has more than 64 bytes of text, so that no honest answer of 256 MB comes near.
  static constexpr std::size_t kMaxNodes = 1 << 22;

  // kResponseNotJson; kResponseMalformed where it is nested too deep or has too many values.
  [[nodiscard]] static Result<Document> Parse(std::string_view text, int keep_depth = kKeepDepth);

  [[nodiscard]] Value Root() const { return nodes_.empty() ? Value() : Value(this, 0); }

 private:
  friend class Value;
  friend class Builder;
  enum class Kind : std::uint8_t { kNull, kBoolean, kInteger, kOtherNumber, kText, kObject, kArray };
  struct Span {
    std::uint32_t offset = 0;
    std::uint32_t size = 0;
  };
  struct Node {
    Kind kind = Kind::kNull;
    std::int64_t integer = 0;
    Span key;
    Span text;
    std::uint32_t first_child = Value::kAbsent;
    std::uint32_t next_sibling = Value::kAbsent;
  };

  [[nodiscard]] std::string_view At(Span span) const { return texts_.RevealText().substr(span.offset, span.size); }

  std::vector<Node> nodes_;
  SecretBytes texts_;  // all keys and strings: tokens are among them
};

}  // namespace fmid::json
