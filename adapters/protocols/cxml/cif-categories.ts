import type { CategoryCode } from '../../core/categories';

/**
 * UNSPSC in Pasar's categories: segments (two digits), and families and classes where a segment holds goods
 * of several. Not listed, and not known here, is `other`.
 */
const TABLE: Readonly<Record<string, CategoryCode>> = {
  '10': 'farming', // live plants and animals, seeds, fertilisers
  '1111': 'building-materials', // earth and stone
  '14': 'stationery', // paper
  '141117': 'cleaning', // tissues and other personal paper
  '21': 'farming', // farming and fishing machinery
  '22': 'tools', // building machinery
  '23': 'tools', // industrial machinery
  '26': 'electronics', // power generation
  '27': 'tools',
  '30': 'building-materials',
  '31': 'building-materials', // hardware, fasteners, paints
  '32': 'electronics', // components
  '39': 'electronics', // electrical systems and lighting
  '40': 'building-materials', // pipes and fittings
  '4010': 'electronics', // heating and air conditioning
  '4015': 'tools', // pumps
  '41': 'tools', // measuring and laboratory equipment
  '42': 'health', // medical equipment
  '43': 'electronics', // information technology
  '44': 'stationery', // office equipment and supplies
  '4410': 'electronics', // office machines
  '441031': 'stationery', // their ink and toner
  '45': 'electronics', // printing and audiovisual equipment
  '47': 'cleaning',
  '48': 'tools', // food service equipment
  '50': 'food-drink',
  '51': 'health', // drugs
  '5214': 'electronics', // domestic appliances
  '5216': 'electronics', // consumer electronics
  '53': 'fashion',
  '5313': 'health', // personal care
  '56': 'furniture',
  '6012': 'souvenirs', // arts and crafts
  '70': 'farming', // farming and fishing services
  '71': 'services', // mining services
  '72': 'services', // building and maintenance
  '73': 'services', // production
  '76': 'services', // cleaning
  '77': 'services', // environment
  '78': 'transport',
  '80': 'services', // management and administration
  '801315': 'rental',
  '81': 'services', // engineering and information technology
  '82': 'creative-services', // editing, design, print
  '83': 'services', // utilities
  '84': 'services', // finance
  '85': 'services', // health care
  '86': 'services', // education
  '90': 'services', // travel and entertainment
  '9010': 'catering',
  '9011': 'accommodation',
  '9012': 'transport', // travel
  '91': 'services', // personal and domestic
  '92': 'services', // public order
  '93': 'services', // politics and civic affairs
  '94': 'services', // organisations
};

const SEGMENT = 2;
const CLASS = 6;

/** The category of goods by the longest part of their code that is known; a code may be cut off or dotted. */
export function categoryOf(spscCode: string): CategoryCode {
  const digits = spscCode.replace(/\D/g, '');
  for (let length = CLASS; length >= SEGMENT; length -= 2) {
    const category = digits.length >= length ? TABLE[digits.slice(0, length)] : undefined;
    if (category !== undefined) return category;
  }
  return 'other';
}
