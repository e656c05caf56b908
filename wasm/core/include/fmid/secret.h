// Bytes that must not outlive their use: passwords, tokens, codes, keys.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

namespace fmid {

// Overwrites memory in a way that the optimiser keeps (mbedtls_platform_zeroize).
void Wipe(void* data, std::size_t size);

// A growable buffer that can be moved and not copied, wiped when it grows, shrinks, is assigned to and dies.
// Its content is read only by a call whose name shows up in a review: Reveal().
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(std::string_view text) { Append(text); }
  explicit SecretBytes(std::span<const std::uint8_t> bytes) { Append(bytes); }
  SecretBytes(SecretBytes&& other) noexcept { *this = std::move(other); }
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes() { Clear(); }

  // A copy on purpose.
  [[nodiscard]] SecretBytes Clone() const { return SecretBytes(Reveal()); }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

  // Valid until the next call that changes this buffer.
  [[nodiscard]] std::span<const std::uint8_t> Reveal() const { return {data_.get(), size_}; }
  [[nodiscard]] std::string_view RevealText() const { return {reinterpret_cast<const char*>(data_.get()), size_}; }
  [[nodiscard]] std::span<std::uint8_t> MutableView() { return {data_.get(), size_}; }

  void Append(std::string_view text);
  void Append(std::span<const std::uint8_t> bytes) {
    Append(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  }
  void Append(char c) { Append(std::string_view(&c, 1)); }
  // New bytes are zero; bytes cut off are wiped.
  void Resize(std::size_t size);
  void Reserve(std::size_t capacity);
  // Wipes and frees.
  void Clear();

  // In time that depends on the lengths alone.
  [[nodiscard]] bool Equals(std::span<const std::uint8_t> other) const;

 private:
  std::unique_ptr<std::uint8_t[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace fmid
