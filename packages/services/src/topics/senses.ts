/** One meaning of a word: what tells it from the others is a word of `evidence` in the same text. */
interface Sense {
  readonly name: string;
  /** Beginnings of words, lower case. */
  readonly evidence: readonly string[];
}

/**
 * The topic that a word with two senses stands for in a text: `python (programming)`. The word itself where it has one
 * sense; null where the text does not say which is meant.
 */
export const senseIn = (word: string, text: string): string | null => {
  const senses = Object.hasOwn(sensesOfWords, word.toLowerCase()) ? sensesOfWords[word.toLowerCase()] : undefined;
  if (senses === undefined) return word;
  const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const found = senses
    .map(({ name, evidence }) => ({ name, count: words.filter((one) => one !== word && begins(one, evidence)).length }))
    .sort((a, b) => b.count - a.count);
  const [best, next] = found;
  if (best === undefined || best.count === 0 || best.count === next?.count) return null;
  return `${word.toLowerCase()} (${best.name})`;
};

const begins = (word: string, evidence: readonly string[]): boolean => evidence.some((start) => word.startsWith(start));

const sense = (name: string, evidence: string): Sense => ({ name, evidence: evidence.split(" ") });
const code = "code coding develop program script software data api server librar framework app compil";
const phones = "iphone ipad mac watch phone laptop ios software store tech device";
const fruit = "fruit tree orchard pie juice jam bake baking harvest recipe cider tart crumble sweet";
const money = "money account loan saving credit invest interest finance mortgage payment cash";
const water = "river water fish boat swim shore stream lake sea";
const orchestra = "music band song album play guitar concert record studio sound melody";
const animals = "animal wild zoo habitat species nature feather fur prey forest nest";

/** Words of everyday posts that mean two quite different things; each meaning with words that go with it. */
const sensesOfWords: Readonly<Record<string, readonly Sense[]>> = {
  amazon: [
    sense("shop", "order deliver shop seller online prime parcel price"),
    sense("river", `rainforest brazil jungle ${water}`),
  ],
  apple: [sense("company", phones), sense("fruit", fruit)],
  bank: [sense("money", money), sense("shore", water)],
  bar: [sense("pub", "drink cocktail beer wine pub night"), sense("piece", "chocolate soap gold snack protein")],
  bass: [sense("music", orchestra), sense("fish", `catch angling ${water}`)],
  bat: [sense("animal", `cave night wing ${animals}`), sense("sport", "cricket baseball ball pitch innings hit")],
  bow: [sense("ribbon", "ribbon dress hair gift tie knot"), sense("archery", "arrow archer target shoot string")],
  chips: [
    sense("food", "fish salt vinegar snack fries potato eat"),
    sense("computing", "silicon processor computer cpu semiconductor"),
  ],
  club: [sense("night", "dance dj night music party"), sense("sport", "golf football team league member match")],
  court: [
    sense("law", "judge law legal trial case lawyer"),
    sense("sport", "tennis basketball badminton ball match play"),
  ],
  crane: [sense("bird", `bird ${animals}`), sense("machine", "build construct site lift load steel")],
  cricket: [
    sense("sport", "match wicket innings bat bowl team test"),
    sense("insect", `insect chirp grasshopper ${animals}`),
  ],
  date: [sense("fruit", fruit), sense("meeting", "dinner romantic couple love partner valentine")],
  draft: [sense("beer", "beer brew pub tap pint ale"), sense("writing", "write writing manuscript chapter edit novel")],
  fan: [
    sense("supporter", "team match band concert season support club"),
    sense("machine", "cool heat summer air blade room"),
  ],
  go: [sense("programming", code), sense("game", "board stone player game territory")],
  jaguar: [sense("animal", animals), sense("car", "car drive engine motor road model vehicle")],
  java: [
    sense("programming", code),
    sense("island", "indonesia island volcano travel jakarta"),
    sense("coffee", "coffee bean roast brew cup espresso"),
  ],
  jam: [sense("food", fruit), sense("music", orchestra), sense("traffic", "traffic road car motorway commute")],
  letter: [sense("mail", "post stamp write envelope mail pen paper"), sense("type", "alphabet font type print press")],
  match: [
    sense("sport", "team goal win football tennis play league score"),
    sense("fire", "fire light flame candle burn"),
  ],
  mercury: [
    sense("planet", "planet orbit sun space star telescope"),
    sense("metal", "metal toxic thermometer liquid poison"),
  ],
  mint: [
    sense("herb", "herb tea leaf fresh garden recipe cook lemon"),
    sense("coins", "coin money gold silver collect"),
  ],
  model: [
    sense("fashion", "fashion runway catwalk photo shoot brand"),
    sense("computing", "train data language ai machine learn predict"),
    sense("miniature", "kit scale train railway build paint"),
  ],
  mouse: [sense("animal", `cheese cat ${animals}`), sense("device", "keyboard click computer usb wireless desk")],
  nail: [sense("beauty", "polish manicure beauty salon gel hand"), sense("tool", "hammer wood wall build screw")],
  orange: [sense("fruit", fruit), sense("colour", "colour color paint shade dress autumn wall")],
  organ: [sense("music", `church pipe ${orchestra}`), sense("body", "donor body heart kidney transplant health")],
  palm: [sense("tree", "tree beach tropical leaf oil island"), sense("hand", "hand finger read skin")],
  pitch: [
    sense("sport", "football cricket team grass match player"),
    sense("sales", "investor startup deck sell client idea present"),
  ],
  plant: [
    sense("green", "garden leaf grow soil pot water flower seed"),
    sense("factory", "factory production worker power industrial steel"),
  ],
  press: [
    sense("news", "journalist news media article release interview"),
    sense("machine", "print coffee machine paper ink letterpress"),
  ],
  python: [sense("programming", code), sense("snake", "snake reptile skin boa venom ball zoo scale")],
  record: [sense("vinyl", `vinyl turntable ${orchestra}`), sense("best", "break beat fastest race time world speed")],
  ring: [
    sense("jewellery", "gold silver diamond wedding engage jewel"),
    sense("boxing", "box fight round champion punch"),
  ],
  rock: [sense("music", orchestra), sense("stone", "climb stone geolog mountain mineral cliff")],
  ruby: [sense("programming", code), sense("gem", "jewel gem ring gold stone red necklace")],
  rust: [sense("programming", code), sense("corrosion", "metal iron steel car water paint corro")],
  scale: [
    sense("weight", "weigh kitchen gram kilo diet"),
    sense("music", orchestra),
    sense("growth", "startup growth business team grow customer"),
  ],
  seal: [sense("animal", `beach ${animals}`), sense("stamp", "wax letter envelope stamp close")],
  season: [
    sense("year", "spring summer autumn winter weather harvest"),
    sense("sport", "team league match player coach"),
    sense("series", "episode series show stream watch netflix"),
  ],
  shell: [sense("sea", `beach ${water}`), sense("programming", `terminal bash command ${code}`)],
  spring: [
    sense("season", "flower bloom garden easter april march may winter"),
    sense("water", water),
    sense("programming", `boot java ${code}`),
  ],
  stage: [
    sense("theatre", "theatre theater actor play audience show perform"),
    sense("cycling", "tour rider race bike cycl climb"),
  ],
  star: [
    sense("sky", "sky night planet telescope galaxy space"),
    sense("person", "film actor celebrity singer famous movie"),
  ],
  swift: [sense("programming", `ios ${code}`), sense("bird", animals)],
  tablet: [sense("device", phones), sense("medicine", "pill medicine doctor dose pharmac")],
  tank: [sense("fish", "fish aquarium water filter"), sense("army", "army war military soldier battle")],
  toast: [
    sense("bread", "bread butter breakfast jam egg avocado"),
    sense("speech", "wedding speech glass champagne celebrate"),
  ],
  turkey: [
    sense("country", "istanbul ankara travel turkish visit country"),
    sense("food", "roast dinner thanksgiving christmas cook recipe"),
  ],
  wave: [sense("sea", `surf ${water}`), sense("hand", "hand hello goodbye greet")],
};
