/** First names in everyday use, most frequent first; nothing is taken from a file of real persons. */
export const GIVEN_NAMES = {
  F: (
    'Maria Anna Emily Sarah Laura Julia Emma Olivia Sofia Hannah Grace Chloe Nina Lily Clara Eva Alice Irene Rosa Carmen ' +
    'Helen Diane Paula Monica Teresa Lucy Martha Vera Naomi Ruth Fatima Aisha Mei Priya Yuki Leila Ines Elena Nadia Amara ' +
    'Joan Edith Pearl Stella Iris Hazel Violet June Gloria Wanda Tamika Keisha Brianna Destiny Marisol Lourdes Noor Zara'
  ).split(' '),
  M: (
    'Daniel David Michael James Robert John Thomas Peter Paul Samuel Lucas Adam Leo Max Oscar Victor Hugo Simon Felix Martin ' +
    'George Henry Walter Frank Arthur Louis Carlos Jorge Miguel Diego Rafael Omar Ali Hassan Wei Arjun Kenji Andre Marcus ' +
    'Calvin Dennis Ernest Glen Howard Ivan Julian Keith Lamar Malik Nathan Owen Philip Quentin Roland Stanley Terrence Wade'
  ).split(' '),
} as const;

/** What people are called instead. */
export const SHORT_NAMES: Readonly<Record<string, string>> = {
  Robert: 'Bob',
  Michael: 'Mike',
  Daniel: 'Dan',
  David: 'Dave',
  James: 'Jim',
  Thomas: 'Tom',
  Samuel: 'Sam',
  Philip: 'Phil',
  Nathan: 'Nate',
  Henry: 'Hank',
  Teresa: 'Terry',
  Martha: 'Marty',
  Helen: 'Nell',
  Emily: 'Em',
  Sarah: 'Sally',
  Julia: 'Julie',
};

/** Surnames are put together from these, most frequent first, so that they are plausible and nobody's in particular. */
const SURNAME_STARTS = (
  'Har Bar Wil Nor Tal Cor Mar Del San Fen Gar Hol Kel Lam Pet Ros Sto Tre Van Wes Bel Cal Dor Fal Gil Hen Jar Kir Lor ' +
  'Mon Nev Pal Que Ril Sel Tor Ul Ver Wan Yar'
).split(' ');
const SURNAME_ENDS =
  'man ton son ez field ley wood ova sky ini aro berg ville worth more ing ado ette stein lan'.split(' ');

export const SURNAMES: readonly string[] = SURNAME_ENDS.flatMap((end) =>
  SURNAME_STARTS.map((start) => `${start}${end}`),
);

export const STREETS = (
  'Mill Orchard Quarry Lantern Ferry Chestnut Harbor Foundry Meadow Pine Cedar Station Prospect Hillside Canal Depot Spring ' +
  'Granite Willow Summit'
).split(' ');
export const STREET_KINDS = ['St', 'Ave', 'Rd', 'Ln', 'Ct'] as const;

/** Made-up towns; their ZIP codes start with 0, which spreadsheets lose. */
export const TOWNS = [
  { city: 'Riverbend', zips: ['06902', '06903', '06905'] },
  { city: 'Port Calder', zips: ['06471', '06472'] },
  { city: 'Fenwick Falls', zips: ['06117', '06119'] },
  { city: 'Old Tarrow', zips: ['06231'] },
] as const;

export const MAIL_HOSTS = ['example.com', 'example.org', 'mail.example.net'] as const;

export const RACES = [
  'White',
  'White',
  'White',
  'White',
  'Latino',
  'Latino',
  'Black',
  'Asian',
  'Multiracial or Other',
] as const;
