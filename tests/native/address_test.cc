// Addresses that people type.
#include "bytes/address.h"

#include <gtest/gtest.h>

#include <string>

namespace fmid {
namespace {

TEST(AddressTest, GoodOnesComeOutInOneSpelling) {
  const std::pair<std::string_view, std::string_view> kGood[] = {
      {"name.account.filemaker-cloud.com", "https://name.account.filemaker-cloud.com"},
      {"https://host", "https://host"},
      {"HTTPS://Host.EXAMPLE/", "https://host.example"},
      {"https://host/a/", "https://host/a"},
      {"https://host/Ab/c.d-e_f~g", "https://host/Ab/c.d-e_f~g"},
      {"host:8443", "https://host:8443"},
      {"host:1", "https://host:1"},
      {"host:65535", "https://host:65535"},
      {"https://host:443/x", "https://host:443/x"},
      {"host/path", "https://host/path"},
      {"xn--bcher-kva.example", "https://xn--bcher-kva.example"},
      {"a_b.example", "https://a_b.example"},
      {"10.0.0.1", "https://10.0.0.1"},
      {"[2001:db8::1]:8443", "https://[2001:db8::1]:8443"},
      {"[2001:DB8::1]/x", "https://[2001:db8::1]/x"},
      {"https://relay.example/fm/host.example", "https://relay.example/fm/host.example"},
      {"https://relay.example/..x/y..", "https://relay.example/..x/y.."},
      {"localhost:8080", "https://localhost:8080"},
      // http, where browsers see a loopback
      {"http://localhost", "http://localhost"},
      {"HTTP://LocalHost:8080/x/", "http://localhost:8080/x"},
      {"http://127.0.0.1:9229", "http://127.0.0.1:9229"},
      {"http://127.255.255.255", "http://127.255.255.255"},
      {"http://[::1]:8080", "http://[::1]:8080"},
      {"http://[::1]", "http://[::1]"},
  };
  for (const auto& [address, canonical] : kGood) {
    const auto checked = CheckAddress(address, "host");
    ASSERT_TRUE(checked.has_value()) << address;
    EXPECT_EQ(*checked, canonical);
    EXPECT_EQ(CheckAddress(*checked, "host").value(), canonical) << "not the last word";
  }
}

TEST(AddressTest, BadOnesAreRefusedByTheirName) {
  const std::string nul("ho\0st", 5);
  const std::string_view kBad[] = {
      "", " ", "/", "//", "//host", "/path", "https:", "https:/", "https://", "https:///", "https:///path", "https:/host", "https:host",
      "http:host", "https//host", "ftp://host", "wss://host", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "mailto:a@b",
      "https://https://host", "user@host", "https://user@host", "https://user:password@host", "https://@host", "https://host@evil.example",
      "https://host:80@evil.example", "host?x=1", "https://host/?x", "https://host/a?b", "https://host#x", "https://host/#", "https://host/a#b",
      " https://host", "https://host ", "https://ho st", "https://host/a b", "https://host/\ta", "https://host\n", "https://host/\r\nX:y",
      "https://host\\path", "https:\\\\host", "https://host/a\\b", "https://host\\@evil.example", "https://bücher.example", "https://host/ü",
      "https://ho\xC0st", "https://\xFFhost", "https://host/\x7F", "host:", "host:0", "host:65536", "host:99999", "host:123456", "host:-1",
      "host:+1", "host:8x", "host: 80", "host:80:80", "https://host:/x", ".host", "host.", "ho..st", "-host", "host-", "a.-b", "a-.b", ".",
      "..", "[", "]", "[]", "[::1", "::1", "::1]", "[::1]x", "[::1]:", "[::1]8080", "[::1]:0", "[host]", "[::1]]", "[[::1]]", "[::1%25eth0]",
      "x[::1]", "https://[::1]@host", "https://host///", "https://host//path", "https://host/a//b", "https://host/../x", "https://host/a/..", "https://host/.",
      "https://host/./x", "https://host/%2e%2e/x", "https://host/a/%2E", "https://host/.%2e", "https://host/..%2fx", "https://host/%",
      "https://host/%2", "https://host/%zz", "https://host/a%20b", "https://host/<x>", "https://host/\"x\"", "https://host/{x}", "https://host/a|b", "https://host/[x]",
      "https://host/^", "https://host/`", nul,
  };
  for (const std::string_view address : kBad) {
    const auto checked = CheckAddress(address, "endpoint");
    ASSERT_FALSE(checked.has_value()) << address << " gives " << *checked;
    EXPECT_EQ(CodeText(checked.error().code), "address_invalid") << address;
    EXPECT_EQ(checked.error().detail, "endpoint");
  }
  EXPECT_FALSE(CheckAddress(std::string(254, 'a'), "host").has_value());
  EXPECT_TRUE(CheckAddress(std::string(253, 'a'), "host").has_value());
}

TEST(AddressTest, NothingIsSentInClearButToThisMachine) {
  for (const std::string_view address :
       {"http://host", "http://host.example:8080/x", "http://10.0.0.1", "http://192.168.1.1", "http://0.0.0.0", "http://128.0.0.1",
        "http://127.0.0.1.evil.com", "http://127.0.0.1.2", "http://127.0.0", "http://127.1", "http://127", "http://127.0.0.256",
        "http://127.0.0.0001", "http://127.0.0.1a", "http://0127.0.0.1", "http://0x7f.0.0.1", "http://2130706433", "http://localhost.evil.com",
        "http://evil-localhost", "http://localhost.localdomain", "http://xlocalhost", "http://127.0.0.1-x.example", "http://[::2]",
        "http://[::ffff:127.0.0.1]", "http://[0:0:0:0:0:0:0:1]", "http://[::1:1]"}) {
    const auto checked = CheckAddress(address, "endpoint");
    ASSERT_FALSE(checked.has_value()) << address << " gives " << *checked;
    EXPECT_EQ(CodeText(checked.error().code), "address_insecure") << address;
  }
}

}  // namespace
}  // namespace fmid
