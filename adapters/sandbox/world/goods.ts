import { categoryByCode, type CategoryCode } from '../../core/categories';

/** A kind of good: what a procurement officer would put on a shopping list. */
export interface Good {
  readonly category: CategoryCode;
  readonly name: string;
  readonly brands: readonly string[];
  readonly variants: readonly string[];
  /** How it is packed, what it counts as (satuan), and the price of the pack as a multiple of `price`. */
  readonly packs: readonly (readonly [label: string, unit: string, factor: number])[];
  /** Usual price in rupiah of a pack with factor 1. */
  readonly price: number;
}

/** category | name | brands | variants | packs as `label=unit*factor` | price */
const ROWS = `
food-drink | Beras | Raja Lele,Pandan Wangi,Rojolele,Bengawan,Mentik Susu | Premium,Medium,Organik,Merah | 5 kg=Karung*5,10 kg=Karung*9.8,25 kg=Karung*24,1 kg=Kilogram*1.05 | 14500
food-drink | Gula Pasir | Gulaku,Kebon Agung,PSM,Rejoso | Putih,Kristal | 1 kg=Kilogram*1,5 kg=Pak*4.9,50 kg=Karung*47 | 17500
food-drink | Minyak Goreng | Sania,Bimoli,Fortune,Kunci Mas,Rose Brand | Sawit,Kelapa | 1 liter=Liter*1,2 liter=Liter*1.95,12 x 1 liter=Dus*11.6,18 liter=Kaleng*17 | 20500
food-drink | Tepung Terigu | Segitiga Biru,Cakra Kembar,Kunci Biru | Serbaguna,Protein Tinggi | 1 kg=Kilogram*1,25 kg=Sak*23.5 | 13500
food-drink | Air Mineral | Cheers,Club,Santri,Aqua,Amidis | Gelas,Botol | 48 x 220 ml=Dus*1,24 x 600 ml=Dus*1.5,12 x 1500 ml=Dus*1.6,19 liter=Galon*0.6 | 32000
food-drink | Kopi Bubuk | Dampit,Ijen,Kapal Api,Argopuro,Kawi | Robusta,Arabika,Lanang | 100 gram=Pak*1,250 gram=Pak*2.4,1 kg=Kilogram*9 | 16500
food-drink | Teh | Rolas,Sariwangi,Tong Tji,Wonosari | Celup,Tubruk,Melati | 25 kantong=Kotak*1,100 kantong=Kotak*3.7,500 gram=Pak*5 | 8900
food-drink | Keripik Tempe | Sanan,Bu Noer,Abadi,Rohani | Original,Pedas,Jeruk Purut,Keju | 150 gram=Pak*1,250 gram=Pak*1.6,1 kg=Pak*6 | 12500
food-drink | Keripik Buah | So Kressh,Malang Asli,Ramayana | Apel,Nangka,Salak,Nanas | 100 gram=Pak*1,250 gram=Pak*2.3 | 17500
food-drink | Telur Ayam | Blitar Jaya,Sumber Unggas,Kandang Makmur | Negeri,Kampung,Omega 3 | 1 kg=Kilogram*1,15 kg=Peti*14.5 | 29000
food-drink | Daging Sapi | Rumah Potong Amanah,Segar Jaya | Has Dalam,Rendang,Giling | 1 kg=Kilogram*1,5 kg=Pak*4.9 | 128000
food-drink | Ayam Potong | Segar Jaya,Sumber Unggas | Utuh,Fillet,Paha | 1 kg=Kilogram*1,10 kg=Pak*9.7 | 39000
food-drink | Kecap Manis | Bango,Sawi,Orang Jual Sate,Ikan Dorang | Kental,Sedang | 275 ml=Botol*1,600 ml=Botol*2 | 13500
food-drink | Mi Instan | Indomie,Sedaap,Sarimi | Goreng,Soto,Kari Ayam | 40 bungkus=Dus*1,5 bungkus=Pak*0.14 | 118000
food-drink | Susu UHT | Ultra,Greenfields,Nestle | Cokelat,Stroberi,Plain | 40 x 125 ml=Dus*1,12 x 1 liter=Dus*2 | 112000
food-drink | Sari Apel | Siiplah,Flamboyan,Brosem | Manalagi,Rome Beauty | 32 x 120 ml=Dus*1,1 liter=Botol*0.5 | 38000
food-drink | Bandeng Presto | Gresik Asli,Juwana,Sidoarjo Jaya | Duri Lunak,Asap,Otak-otak | 2 ekor=Pak*1,4 ekor=Pak*1.9 | 48000
food-drink | Kerupuk Udang | Sidoarjo Jaya,Finna,Komodo | Mentah,Siap Makan | 250 gram=Pak*1,1 kg=Pak*3.8 | 19500
food-drink | Sambal Pecel | Madiun Asli,Jeng Sri Kediri,Karangsari | Pedas,Sedang | 200 gram=Pak*1,1 kg=Pak*4.7 | 14500
food-drink | Buah Apel | Batu,Poncokusumo | Manalagi,Anna,Rome Beauty | 1 kg=Kilogram*1,10 kg=Dus*9.5 | 27000
catering | Nasi Kotak | Katering Nusantara,Dapur Majapahit,Omah Pangan | Ayam Bakar,Rawon,Rendang,Ikan Gurame | per kotak=Kotak*1,minimal 50 kotak=Paket*48 | 35000
catering | Snack Kotak | Katering Nusantara,Dapur Majapahit,Roti Sari | 2 kue,3 kue,4 kue dan air mineral | per kotak=Kotak*1,minimal 50 kotak=Paket*48 | 16500
catering | Prasmanan | Omah Pangan,Sasana Boga | Menu Jawa Timuran,Menu Nasional | per porsi=Porsi*1,100 porsi=Paket*95 | 62000
catering | Kopi dan Kudapan Rapat | Dapur Majapahit,Sasana Boga | Pagi,Sore | per orang=Orang*1 | 27500
catering | Tumpeng | Omah Pangan,Sasana Boga | Nasi Kuning,Nasi Uduk | 15 porsi=Paket*1,30 porsi=Paket*1.9 | 450000
stationery | Kertas HVS | Sinar Dunia,PaperOne,Bola Dunia,Natural | A4 70 gram,A4 80 gram,F4 70 gram,F4 80 gram | 1 rim=Rim*1,5 rim=Dus*4.9 | 52000
stationery | Pulpen | Standard,Snowman,Pilot,Faster | Hitam,Biru,Merah | 1 lusin=Lusin*1,1 buah=Buah*0.1 | 26000
stationery | Map Snelhecter | Diamond,Joyko,Benefit | Plastik,Kertas | 1 lusin=Lusin*1,50 lembar=Pak*3.9 | 21000
stationery | Amplop | Paperline,Jaya,Merpati | Putih 90,Cokelat F4,Putih 104 | 100 lembar=Pak*1 | 24500
stationery | Spidol | Snowman,Joyko | Whiteboard Hitam,Permanen Hitam,Whiteboard Biru | 1 lusin=Lusin*1,1 buah=Buah*0.1 | 88000
stationery | Buku Folio | Paperline,Kiky,Mirage | 100 lembar,200 lembar | 1 buah=Buah*1,1 lusin=Lusin*11.5 | 28500
stationery | Ordner | Bantex,Bindex,Joyko | F4 7 cm,A4 5 cm | 1 buah=Buah*1,12 buah=Dus*11.4 | 34000
stationery | Stapler | Joyko,Kenko,Max | No. 10,No. 3 | 1 buah=Buah*1 | 27000
stationery | Tinta Printer | Epson,Canon,HP,Brother | Hitam,Cyan,Magenta,Yellow | 70 ml=Botol*1 | 98000
stationery | Toner | HP,Canon,Brother,Fuji | 12A,85A,26A,TN-2380 | 1 buah=Buah*1 | 890000
stationery | Lakban | Daimaru,Nachi,Goldtape | Bening,Cokelat,Hitam | 48 mm=Buah*1,6 roll=Pak*5.7 | 13500
furniture | Meja Kerja | Olympic,Expo,Jati Jepara,Modera | Setengah Biro,Satu Biro,Partisi | 120 x 60 cm=Unit*1,160 x 75 cm=Unit*1.4 | 1450000
furniture | Kursi Kantor | Chitose,Futura,Savello,Indachi | Staf,Manajer,Hadap | 1 unit=Unit*1 | 785000
furniture | Lemari Arsip | Lion,Brother,VIP | 2 Pintu,4 Laci,Kaca Geser | 1 unit=Unit*1 | 2650000
furniture | Kursi Susun | Chitose,Futura | Busa,Lipat | 1 unit=Unit*1,10 unit=Paket*9.7 | 465000
furniture | Rak Buku | Jati Jepara,Expo | 4 Susun,5 Susun | 1 unit=Unit*1 | 1150000
furniture | Meja Belajar Siswa | Karya Mebel,Jati Jepara | SD,SMP,SMA | 1 set=Set*1 | 625000
electronics | Laptop | Axioo,Zyrex,Advan,Lenovo,Asus,Acer | Core i3 8 GB,Core i5 8 GB,Core i5 16 GB,Core i7 16 GB | 14 inci=Unit*1,15,6 inci=Unit*1.1 | 9850000
electronics | Komputer Desktop | Axioo,Zyrex,Lenovo,HP | Core i3,Core i5,Core i7 | 1 unit=Unit*1 | 11200000
electronics | Printer | Epson,Canon,Brother,HP | Inkjet Multifungsi,Laser Mono,Dot Matrix | 1 unit=Unit*1 | 3450000
electronics | Proyektor | Epson,BenQ,InFocus | 3.300 Lumen,4.000 Lumen | 1 unit=Unit*1 | 7250000
electronics | AC Split | Polytron,Daikin,Sharp,Panasonic | 1 PK,1,5 PK,2 PK | 1 unit=Unit*1 | 4850000
electronics | Televisi LED | Polytron,Sharp,Samsung,LG | 32 inci,43 inci,55 inci | 1 unit=Unit*1 | 3950000
electronics | Hard Disk Eksternal | Seagate,WD,Toshiba | 1 TB,2 TB | 1 buah=Buah*1 | 865000
electronics | Flash Disk | SanDisk,Kingston,Toshiba | 16 GB,32 GB,64 GB | 1 buah=Buah*1 | 82000
electronics | UPS | ICA,APC,Prolink | 600 VA,1.200 VA | 1 unit=Unit*1 | 985000
electronics | Lampu LED | Hannochs,Philips,Visicom | 9 watt,12 watt,18 watt | 1 buah=Buah*1,10 buah=Dus*9.4 | 32000
cleaning | Cairan Pembersih Lantai | Wipol,So Klin,SOS,Karbol Wangi | Pinus,Sereh,Lavender | 780 ml=Botol*1,4 liter=Jeriken*4.6 | 16500
cleaning | Sabun Cuci Tangan | Dettol,Lifebuoy,Yuri | Lemon,Stroberi | 410 ml=Botol*1,3,7 liter=Jeriken*4 | 24500
cleaning | Tisu | Paseo,Nice,Tessa | Wajah 250 lembar,Toilet 10 roll | 1 pak=Pak*1,12 pak=Dus*11.5 | 21500
cleaning | Sapu | Nagata,Dragon,Lion Star | Ijuk,Nilon,Lidi | 1 buah=Buah*1,12 buah=Lusin*11.4 | 27500
cleaning | Alat Pel | Nagata,Bolde | Katun,Microfiber | 1 set=Set*1 | 84000
cleaning | Tempat Sampah | Lion Star,Green Leaf | 12 liter,40 liter,120 liter roda | 1 buah=Buah*1 | 165000
cleaning | Kantong Sampah | Green Leaf,Tanpa Merek | Hitam 60 x 100,Kuning Medis | 1 kg=Pak*1 | 31000
cleaning | Cairan Pembersih Kaca | Cling,Kit | Refill,Semprot | 425 ml=Botol*1 | 15500
building-materials | Semen | Gresik,Tiga Roda,Dynamix | PPC,PCC | 40 kg=Sak*1,50 kg=Sak*1.22 | 58500
building-materials | Cat Tembok | Avian,Dulux,Nippon,Mowilex | Interior Putih,Eksterior,Antijamur | 5 kg=Kaleng*1,25 kg=Pail*4.6 | 185000
building-materials | Besi Beton | Hanil,Krakatau,Master Steel | 8 mm,10 mm,12 mm | 12 meter=Batang*1 | 82000
building-materials | Bata Ringan | Citicon,Blesscon,Falcon | 7,5 cm,10 cm | 1 m3=M3*1 | 685000
building-materials | Keramik Lantai | Milan,Asia Tile,Platinum | 40 x 40,60 x 60 | 1 dus=Dus*1 | 78000
building-materials | Pasir | Lumajang,Brantas | Cor,Pasang | 1 m3=M3*1,7 m3=Rit*6.8 | 315000
building-materials | Pipa PVC | Rucika,Maspion,Wavin | 1/2 inci,3 inci,4 inci | 4 meter=Batang*1 | 64000
building-materials | Paving Block | Conbloc Gresik,Malang Beton | K-200,K-300 | 1 m2=M2*1 | 92000
building-materials | Genteng | Karangpilang,Jatiwangi,Trenggalek Jaya | Tanah Liat,Beton | 100 buah=Paket*1 | 345000
tools | Bor Listrik | Modern,Maktec,Bosch | 10 mm,13 mm | 1 unit=Unit*1 | 485000
tools | Gerinda | Modern,Maktec,Bosch | 4 inci | 1 unit=Unit*1 | 525000
tools | Tangga Aluminium | Dalton,Alba | 2 meter,4 meter | 1 unit=Unit*1 | 895000
tools | Kunci Pas Set | Tekiro,Tekpro | 8 buah,14 buah | 1 set=Set*1 | 265000
tools | Pompa Air | Shimizu,Panasonic,Wasser | 125 watt,250 watt | 1 unit=Unit*1 | 745000
souvenirs | Batik Tulis | Tanjung Bumi,Gedog Tuban,Gajah Oling,Jetis | Katun,Sutra | 2 meter=Lembar*1 | 385000
souvenirs | Batik Cap | Celaket,Malangan,Jetis,Ponoragan | Katun,Dobby | 2 meter=Lembar*1,10 lembar=Kodi*9.6 | 145000
souvenirs | Kain Tenun Ikat | Bandar Kidul,Parengan | Misris,Sutra | 2,5 meter=Lembar*1 | 225000
souvenirs | Gantungan Kunci | Reog Kriya,Malang Kriya | Kayu,Kulit,Logam | 1 buah=Buah*1,100 buah=Paket*90 | 9500
souvenirs | Plakat | Kriya Akrilik,Reog Kriya | Akrilik,Kayu Jati,Kristal | 1 buah=Buah*1 | 175000
souvenirs | Tas Seminar | Tanggulangin,Malang Kriya | Kanvas,Anyaman Mendong,Kulit | 1 buah=Buah*1,50 buah=Paket*48 | 78000
souvenirs | Topeng Hias | Malangan Kriya,Panji | Panji,Klana | 1 buah=Buah*1 | 245000
fashion | Seragam Dinas | Konveksi Jaya,Putra Penjahit | Khaki,Linmas,Korpri | 1 stel=Stel*1 | 325000
fashion | Kaos Olahraga | Konveksi Jaya,Gresik Sport | Lengan Pendek,Lengan Panjang | 1 buah=Buah*1,50 buah=Paket*47 | 78000
fashion | Sepatu Dinas | Mojokerto Kulit,Magetan Kulit | Pria,Wanita | 1 pasang=Pasang*1 | 295000
fashion | Rompi | Konveksi Jaya,Putra Penjahit | Lapangan,Petugas | 1 buah=Buah*1 | 135000
health | Masker Medis | Sensi,OneMed,Evo | 3 lapis,KF94 | 50 lembar=Kotak*1,20 kotak=Dus*19 | 24500
health | Hand Sanitizer | OneMed,Antis,Aseptan | Gel,Cair | 500 ml=Botol*1,5 liter=Jeriken*7.5 | 38500
health | Sarung Tangan Medis | OneMed,Sensi | Lateks M,Nitril L | 100 lembar=Kotak*1 | 68000
health | Termometer | OneMed,Omron | Digital,Inframerah | 1 buah=Buah*1 | 185000
farming | Pupuk | Petrokimia Gresik,Petroganik,Kebo Mas | NPK,Urea,Organik | 50 kg=Sak*1,5 kg=Pak*0.12 | 285000
farming | Benih Padi | Ciherang,Inpari 32,Situ Bagendit | Bersertifikat,Label Ungu | 5 kg=Sak*1 | 72000
farming | Bibit Ikan | Nila Gesit,Lele Mutiara,Gurame Soang | 5-7 cm,8-10 cm | 1.000 ekor=Paket*1 | 245000
farming | Pakan Ternak | Comfeed,Charoen,Japfa | Ayam Petelur,Sapi Perah,Lele | 50 kg=Sak*1 | 415000
creative-services | Cetak Spanduk | Prima Grafika,Cahaya Print | Flexi 280,Flexi 340 | per m2=M2*1 | 24500
creative-services | Cetak Buku | Prima Grafika,Cahaya Print | A5 100 halaman,A4 100 halaman | 1 buah=Buah*1,100 buah=Paket*88 | 38500
creative-services | Desain Publikasi | Studio Arek,Cahaya Print | Poster,Infografis | per paket=Paket*1 | 485000
creative-services | Dokumentasi Kegiatan | Studio Arek,Lensa Timur | Foto,Video | per hari=Hari*1 | 1750000
transport | Angkutan Barang | Trans Brantas,Arjuna Logistik | Pick Up,Truk Engkel | per rit=Rit*1 | 650000
transport | Kirim Dokumen | Arjuna Logistik,Kurir Timur | Reguler,Kilat | per kg=Kilogram*1 | 18500
accommodation | Paket Meeting | Graha Arjuno,Wisma Panderman | Halfday,Fullday,Fullboard | per orang=Orang*1 | 325000
accommodation | Kamar Penginapan | Graha Arjuno,Wisma Panderman | Standar,Superior | per malam=Malam*1 | 475000
rental | Sewa Tenda | Sumber Pesta,Mitra Acara | Plafon,Kerucut | 4 x 6 meter per hari=Hari*1 | 425000
rental | Sewa Kursi | Sumber Pesta,Mitra Acara | Futura,Tiffany | 100 buah per hari=Hari*1 | 650000
rental | Sewa Kendaraan | Trans Brantas,Wisata Timur | Minibus,Bus Medium | per hari=Hari*1 | 950000
rental | Sewa Sound System | Mitra Acara,Audio Timur | 1.000 watt,5.000 watt | per hari=Hari*1 | 1250000
services | Jasa Kebersihan | Bersih Timur,Resik Jaya | Harian,Bulanan | per orang per bulan=Bulan*1 | 3250000
services | Servis AC | Dingin Jaya,Teknik Timur | Cuci,Isi Freon | per unit=Unit*1 | 95000
services | Servis Komputer | Teknik Timur,Data Jaya | Perawatan,Perbaikan | per unit=Unit*1 | 185000
services | Pemeliharaan Taman | Hijau Asri,Resik Jaya | Mingguan,Bulanan | per bulan=Bulan*1 | 2150000
`;

export const GOODS: readonly Good[] = ROWS.trim().split('\n').map(parseGood);

function parseGood(row: string): Good {
  const [category, name = '', brands = '', variants = '', packs = '', price] = row.split(' | ');
  const known = categoryByCode(category ?? '');
  if (known === null) throw new Error(`"${row}" is of no category`);
  return {
    category: known.code,
    name,
    brands: brands.split(','),
    variants: splitList(variants),
    packs: packs.split(/(?<=\*[\d.]+),/).map(parsePack),
    price: Number(price),
  };
}

/** A comma between digits is a decimal comma (`7,5 cm`), any other divides the list. */
function splitList(text: string): string[] {
  return text.split(/,(?!\d)|(?<!\d),/).map((item) => item.trim());
}

function parsePack(text: string): readonly [string, string, number] {
  const match = /^(.+)=(.+)\*([\d.]+)$/.exec(text);
  if (!match?.[1] || !match[2]) throw new Error(`"${text}" is not a pack`);
  return [match[1], match[2], Number(match[3])];
}
