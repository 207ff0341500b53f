/** Ways to write an address that must not be called, by class; `names` lead there by what they mean. */
export const HOSTILE_ADDRESSES: readonly (readonly [what: string, urls: readonly string[]])[] = [
  [
    "this machine",
    ["http://127.0.0.1/", "http://127.9.8.7:8080/", "http://[::1]/", "http://[::]/"],
  ],
  ["this host, of no network yet", ["http://0.0.0.0/", "http://0.7.7.7/", "http://0/"]],
  ["private networks", ["http://10.9.8.7/", "https://172.20.0.3/", "http://192.168.77.1:9200/"]],
  [
    "private networks of IPv6",
    ["http://[fd12:3456::7]/", "http://[fc00::1]/", "http://[fec0::9]/"],
  ],
  ["a carrier's own", ["http://100.72.0.9/"]],
  ["this link", ["http://169.254.7.7/", "http://[fe80::7]/", "http://[febf::1]/"]],
  [
    "many at once",
    ["http://224.0.0.7/", "http://239.1.2.3/", "http://[ff02::7]/", "http://[ff0e::1]/"],
  ],
  [
    "reserved or for documents",
    ["http://240.7.7.7/", "http://203.0.113.77/", "http://[2001:db8::7]/"],
  ],
  ["one number", ["http://2130706433/", "http://0x7f000001/", "http://017700000001/"]],
  ["numbers in eights", ["http://0177.0.0.01/", "http://00000177.0.0.1/", "http://012.7.7.7/"]],
  ["numbers in sixteens", ["http://0x7f.0.0.0x1/", "http://0XA9.0xFE.0xA9.0xfe/"]],
  [
    "fewer than four numbers",
    ["http://127.1/", "http://10.66051/", "http://0x7f.1/", "http://192.168.257/"],
  ],
  ["numbers of all kinds", ["http://0251.0xfe.43518/", "http://0xa.0.01/"]],
  ["dots that are others", ["http://127\u30020\u30020\u30021/", "http://10\uFF0E0\uFF0E0\uFF0E7/"]],
  [
    "digits that are others",
    ["http://\uFF11\uFF12\uFF17.0.0.1/", "http://\u2460\u2466\u2461.16.0.\u2462/"],
  ],
  ["escaped digits", ["http://%31%32%37.0.0.1/", "http://127%2E0%2E0%2E1/"]],
  [
    "signs that vanish",
    ["http://127.0.0.\u00AD1/", "http://1\u200B27.0.0.1/", "http://10.\n0.0.7/"],
  ],
  ["a dot at the end", ["http://127.0.0.1./", "http://0x7f.1./"]],
  ["IPv4 mapped into IPv6", ["http://[::ffff:127.0.0.1]/", "http://[0:0:0:0:0:FFFF:a9fe:707]/"]],
  ["IPv4 at the end of IPv6", ["http://[::127.0.0.1]/", "http://[::a09:807]/"]],
  [
    "IPv4 translated",
    ["http://[::ffff:0:10.9.8.7]/", "http://[64:ff9b::7f00:1]/", "http://[64:ff9b:1::a00:7]/"],
  ],
  ["IPv4 in 6to4", ["http://[2002:7f00:1::]/", "http://[2002:a9fe:707::1]/"]],
  ["IPv4 in Teredo", ["http://[2001:0:5ef5:79fb:0:0:80ff:fffe]/"]],
  [
    "networks that nobody has",
    ["http://[100::7]/", "http://[4000::7]/", "http://[5f00::7]/", "http://[3fff::7]/"],
  ],
  ["a zone", ["http://[fe80::7%25eth0]/", "http://[::1%25lo]/", "http://[fe80::7%1]/"]],
  [
    "a user before it",
    ["http://example.org@127.0.0.1/", "http://1.1.1.1:80@10.9.8.7/", "http://a:b@1.1.1.1/"],
  ],
  [
    "signs that readers differ on",
    ["http://127.0.0.1\\@1.1.1.1/", "http:\\\\10.9.8.7/", "http:127.0.0.1/", "http:///10.9.8.7/"],
  ],
  [
    "a port that is none",
    ["http://1.1.1.1:0/", "http://1.1.1.1:65536/", "http://1.1.1.1:-1/", "http://1.1.1.1:80a/"],
  ],
  [
    "another scheme",
    ["file:///etc/hosts", "ftp://1.1.1.1/", "gopher://1.1.1.1/_x", "ws://1.1.1.1/", "data:,x"],
  ],
  [
    "a host that is none",
    [
      "http://",
      "http://a..b/",
      "http://-a.test/",
      "http://a b/",
      "http://1.1.1.1.1/",
      "http://[::1/",
    ],
  ],
  [
    "names of this machine",
    [
      "http://localhost/",
      "http://LOCALHOST/",
      "http://a.localhost/",
      "http://localhost./",
      "http://loc\u00ADalhost/",
    ],
  ],
  [
    "names with an address in them",
    ["http://127-0-0-1.names.test/", "http://inside.test/", "http://inside.test./"],
  ],
  [
    "what clouds tell their machines",
    [
      "http://169.254.169.254/",
      "http://[fd00:ec2::254]/",
      "http://100.100.100.200/",
      "http://168.63.129.16/",
      "http://192.0.0.192/",
    ],
  ],
];
