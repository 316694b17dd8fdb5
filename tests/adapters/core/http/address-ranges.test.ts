import { addressProblem } from '../../../../adapters/core/http/address-ranges';

/** [address, what is said of it] */
const REFUSED = [
  ['0.0.0.0', 'unspecified'],
  ['0.1.2.3', 'unspecified'],
  ['100.64.0.1', 'carrierGradeNat'],
  ['100.127.255.255', 'carrierGradeNat'],
  ['192.0.0.1', 'reserved'],
  ['192.0.2.1', 'reserved'],
  ['192.88.99.1', 'reserved'],
  ['198.18.0.1', 'reserved'],
  ['198.19.255.255', 'reserved'],
  ['198.51.100.1', 'reserved'],
  ['203.0.113.1', 'reserved'],
  ['224.0.0.1', 'multicast'],
  ['239.255.255.250', 'multicast'],
  ['240.0.0.1', 'reserved'],
  ['255.255.255.255', 'broadcast'],
  ['::', 'unspecified'],
  ['::127.0.0.1', 'not given out'],
  ['::8.8.8.8', 'not given out'],
  ['::ffff:0:127.0.0.1', 'rfc6145'],
  ['64:ff9b::127.0.0.1', 'rfc6052'],
  ['64:ff9b::8.8.8.8', 'rfc6052'],
  ['64:ff9b:1::1', 'rfc6052'],
  ['100::1', 'discard'],
  ['2001::1', 'teredo'],
  ['2001:2::1', 'benchmarking'],
  ['2001:20::1', 'orchid2'],
  ['2001:db8::1', 'reserved'],
  ['2002:7f00:1::', '6to4'],
  ['2002:808:808::1', '6to4'],
  ['3fff::1', 'reserved'],
  ['4000::1', 'not given out'],
  ['5f00::1', 'segmentRouting'],
  ['fec0::1', 'deprecatedSiteLocal'],
  ['ff02::1', 'multicast'],
  ['127.1', 'no address'],
  ['0x7f000001', 'no address'],
  ['', 'no address'],
  ['toko.example', 'no address'],
] as const;

const PRIVATE = [
  ['10.0.0.1', 'private'],
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['169.254.1.1', 'linkLocal'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['192.168.1.1', 'private'],
  ['::1', 'loopback'],
  ['::ffff:127.0.0.1', 'ipv4Mapped'],
  ['::ffff:10.0.0.1', 'ipv4Mapped'],
  ['::ffff:8.8.8.8', 'ipv4Mapped'],
  ['fc00::1', 'uniqueLocal'],
  ['fd12:3456::1', 'uniqueLocal'],
  ['fe80::1', 'linkLocal'],
  ['fe80::1%eth0', 'linkLocal'],
] as const;

const METADATA = [
  '169.254.169.254',
  '::ffff:169.254.169.254',
  '169.254.170.2',
  '168.63.129.16',
  '100.100.100.200',
  'fd00:ec2::254',
  'fd00:ec2::254%eth0',
  'FD00:0EC2:0:0:0:0:0:0254',
];

const PUBLIC = [
  '1.1.1.1',
  '8.8.8.8',
  '100.63.255.255',
  '100.128.0.1',
  '103.28.14.1',
  '168.63.129.17',
  '169.253.255.255',
  '172.15.255.255',
  '172.32.0.1',
  '192.167.255.255',
  '223.255.255.255',
  '2001:4860:4860::8888',
  '2400:cb00::1',
  '2606:4700:4700::1111',
];

describe('on behalf of a stranger', () => {
  it.each([...REFUSED, ...PRIVATE])('%s is not called: %s', (address, range) => {
    expect(addressProblem(address, false)).toContain(range);
  });
  it.each(METADATA)('%s, a metadata service, is not called', (address) => {
    expect(addressProblem(address, false)).toBe('a metadata service');
  });
  it.each(PUBLIC)('%s is called', (address) => {
    expect(addressProblem(address, false)).toBeNull();
  });
});

describe('where private hosts are allowed', () => {
  it.each([...PRIVATE.map(([address]) => address), ...PUBLIC])('%s is called', (address) => {
    expect(addressProblem(address, true)).toBeNull();
  });
  it.each(REFUSED)('%s is still not called: %s', (address, range) => {
    expect(addressProblem(address, true)).toContain(range);
  });
  it.each(METADATA)('%s, a metadata service, is still not called', (address) => {
    expect(addressProblem(address, true)).toBe('a metadata service');
  });
});
