"""Details that few people share: twins, a rare illness, a tattoo, a story in the news, the only family of its kind."""

import re
from collections.abc import Iterator

from .findings import CHECK, Finding
from .windows import matches, windows

_AREA = r"(?:village|town|school|college|county|city|area|street|road|estate|street|class|year|country|valley|island|borough|region|team|club|church|mosque|parish|north|south|whole|hub|home|local|world|district|community|academy|city|uk|england|wales|yorkshire)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:identical |conjoined |non-identical |mirror )?(?:twins?|triplets?|quadruplets?|quads|quintuplets?)\b(?![- ](?:beds?|room|track|tub|town|set|sets|needs|aims|goals|pack|cities))",
        r"\bconjoined\b",
        r"\b(?:the |their |his |her )?(?:only|sole) (?:other )?(?:[\w'-]{2,20} ){0,4}(?:family|families|boy|girl|child|kid|pupil|student|person|household|lad|lass|traveller|muslim|jew|sikh|hindu|black|asian|somali|chinese|deaf|blind|wheelchair|player|one)\b (?:user )?(?:[\w'-]{2,20} )?(?:in|at|on|for|left|round|from|who|of)\b(?: [\w'-]{1,20}){1,3}",
        rf"\bonly (?:[\w'-]{{2,20}} ){{1,3}}in (?:the |our |this |that |their |his |her |all )?(?:[\w'-]{{2,20}} )?{_AREA}\b",
        rf"\b(?:the )?(?:first|youngest|oldest|tallest|smallest|biggest|fastest|last) (?:[\w'-]{{2,20}} ){{0,3}}(?:ever|in (?:the |this |our |all )?(?:[\w'-]{{2,20}} )?{_AREA}|to (?:win|play|swim|climb|be (?:born|adopted|elected|picked|selected)|represent|survive|have (?:had|the)))\b",
        r"\b(?:was|were|been|got|is) in the (?:paper|papers|gazette|echo|post|herald|advertiser|argus|chronicle|evening press)\b",
        r"\b(?:in|on|made|all over|across|splashed) (?:in )?(?:all )?(?:of )?(?:the |every )?(?:local |national |sunday |daily )?(?:news|papers|newspapers?|press|headlines|tabloids?|front pages?|telly|tv|television|evening news|six o'clock news|documentary)\b(?! (?:room|on|off|licen[cs]e|stand|remote|time|and|all day|programme))",
        r"\b(?:her|his|their|the|a|my)? ?(?:vid|vids|video|videos|clip|post|tiktok|story|photo|picture|dance|song) (?:that |which |has |had |just )?(?:went|gone|going|goes) viral\b|\b(?:went|gone|going) viral\b",
        r"\b(?:was|been|appeared|appears|seen|featured|interviewed|is|famous) (?:in|on|from|for|by) (?:the )?(?:telly|tv|television|radio|bbc|itv|channel 4|look north|newsround|crimewatch|britain's got talent|the voice|x factor|love island|police interceptors|24 hours in)\b",
        r"\b(?:[\w'-]{2,20} ){0,2}(?:tattoos?|tatt?oo(?:ed)?|birth ?marks?|port[- ]wine stain|prosthetic(?: leg| arm| hand)?|glass eye|false leg|artificial leg|false eye|missing (?:finger|thumb|leg|arm|hand|eye|ear|toe)s?|amputee|amputated|webbed (?:fingers|toes|feet)|six (?:fingers|toes)|extra (?:finger|toe|thumb)|cleft (?:lip|palate)|facial scars?|burn scars?|big scars?|long scars?|scars? (?:lines? |marks? )?(?:on|across|down|over|from|under|above|through)|burns? (?:on|to|over|across) (?:her|his|their|the) (?:face|neck|arms?|hands?|body|legs?)|cauliflower ear|gold tooth|gold teeth|lip scar)\b(?: (?:of|saying|reading|on|across|over|down|behind|under|with|above|round|around|from|that says) (?:[\w'-]{1,20} ?){1,4})?",
        r"\b(?:one|1) (?:eye|leg|arm|hand|ear|kidney|lung)\b(?! (?:on|out|open|at|over|up|in))|\b(?:lost|losing|born without) (?:an?|his|her|their|both|one) (?:left |right )?(?:eyes?|legs?|arms?|hands?|ears?|feet|foot|fingers?|thumbs?)\b|\bone (?:blue|brown|green) (?:eye )?and one (?:blue|brown|green)|\bdifferent[- ]colou?red eyes\b|\bheterochromia\b|\bstrawberry mark\b|\bvitiligo\b|\balopecia\b|\bwhite streak\b",
        r"\b(?:albin(?:o|ism)|dwarf(?:ism)?|restricted growth|achondroplasia|gigantism|huntington'?s|cystic fibrosis|\bcf\b(?= )|sickle[- ]cell|haemophili\w{1,4}|hemophili\w{1,4}|muscular dystrophy|duchenne|tourette'?s?|prader[- ]?willi|angelman|rett syndrome|williams syndrome|turner syndrome|klinefelter'?s?|fragile x|ehlers[- ]danlos|marfan'?s?|brittle bones?|osteogenesis|spina bifida|narcolep\w{1,4}|leukaemia|leukemia|brain tumour|cerebral palsy|down'?s syndrome|kabuki|noonan|treacher collins|progeria|phenylketonuria|\bpku\b|thalass?aemia|neurofibromatosis|epidermolysis|motor neurone|wilson'?s disease|lupus|crohn'?s|moebius|möbius|hirschsprung'?s?|tuberous sclerosis|di ?george|22q|charcot|guillain|batten disease|locked[- ]in|situs inversus|rare (?:illness|disease|condition|disorder|cancer|syndrome|blood|genetic|skin|bone|heart|form)|genetic (?:condition|disorder|syndrome)|(?:heart|kidney|liver|lung|bone marrow|stem cell) transplant|dialysis|tracheostomy|cochlear implants?|colostomy|stoma|ileostomy|pacemaker|insulin pump|\w{1,16}(?:trichia|oplasia|odystrophy|osclerosis))\b(?: (?:syndrome|disease|trait|anaemia|disorder))?",
        r"\b(?:profoundly |partially |completely |severely )?(?:deaf|blind)\b(?! (?:eye|spot|date|alley|side|drunk|panic|faith|trust|to|man's))(?= (?:and|in|since|from|so|child|boy|girl|lad|young)\b|[.,;]|$)|\b(?:uses|signs in|communicates (?:in|by|through)) (?:bsl|british sign language|makaton|sign language)\b",
        r"\b(?:elective|selective|selectively) (?:mute|mutism)|\bdeaf ?-?blind\b|\b(?:guide|assistance|hearing|therapy) dog\b|\bwheelchair[- ]user\b|\b(?:his|her|their|in a|the|pink|electric|power) wheelchair\b",
        r"\b(?:one|1|eldest|oldest|youngest|middle|second|third|fourth|last|first|first-born) (?:child )?of (?:the )?(?:six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|[6-9]|1\d)\b(?! (?:people|staff|steps|authorities|weeks|hubs|modules|areas|councils|visits|lessons|calls|texts|days|stages))|\b(?:six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|[6-9]|1[0-4]) (?:other )?(?:brothers|sisters|siblings|sibs|half-(?:brothers|sisters|siblings)|kids by)\b(?: and sisters)?",
        r"\b(?:won|winner of|won a|wins|winning|picked for|plays? for|played for|selected for|captain of|captains?|champion of|swims? for|boxes? for|boxed for|trials? (?:with|at|for)|scouted by|signed (?:by|for|with)|runs for|represent(?:s|ed|ing)?|fought for|rides for|mascot for) (?:the |a |his |her |their )?(?:county|counties|england|wales|scotland|ireland|national|nationals|country|regional|great britain|gb|team gb|olympic|yorkshire|junior|british|english|european|world|academy|premier league|championship|under[- ]?\d\ds|u\d\ds|young|city|town|school|first team|gold)\b(?: [\w'-]{2,20}){0,3}",
        r"\b(?:county|national|regional|british|world|european|english|junior|northern|southern|area|olympic|paralympic|yorkshire|schools?|boxing|chess|judo|karate|darts|swimming|bmx|title|record) (?:[\w-]{2,16} )?(?:champion|champ|championships?|finalist|medallist|medalist|record(?: holder)?|title|squad|gold|team captain)\b(?! of (?:hub|the hub))|\b(?:world|national|county|school|club) record(?:[- ]holder)?\b|\bgold medal\w{0,4}\b|\bchild prodigy\b|\bprodigy\b|\bgrade (?:8|eight) (?:\w+)\b|\bmensa\b|\bbravery award\b|\bpride of britain\b",
        r"\b(?:(?:his|her|their|whose|the boy's|the girl's|mum's|dad's|with a) (?:own |famous |late )?|(?<![\w'] ))(?:dad|father|mum|mother|uncle|brother|sister|grandfather|grandmother|grandad|granddad|nan|gran|grandma|stepdad|stepfather|stepmum|aunt|cousin|partner|parents?) (?:is|was|are|were|being|who is|who was|had been)? ?(?:now )?(?:a |an |the )?(?:well[- ]known|local|famous|former|serving|ex-?)? ?(?:councillor|footballer|professional footballer|mp|vicar|imam|headteacher|head teacher|head|mayor|magistrate|judge|rabbi|priest|police officer|policeman|policewoman|pc|sergeant|detective|firefighter|coroner|sheriff|lord|lady mayor|town crier|jockey|actor|singer|rapper|boxer|celebrity|pop star|politician|chief constable|millionaire|ambassador|jailed|murdered|convicted|executed|hanged|shot|stabbed|killed)\b(?: [\w'-]{2,20}){0,3}",
        r"\b(?:famous|well[- ]known|notorious|infamous|celebrity)\b (?:[\w'-]{2,20} )?(?:family|father|mother|dad|mum|brother|uncle|footballer|singer|youtuber|influencer|surname|name|case|murder|crash|fire|grandad|son|daughter)\b|\b(?:youtuber|influencer|child (?:actor|actress|model|star|bride|soldier)|youtube channel|catwalk|modell?ing contract|record deal)\b|\b\d{1,3}(?:[,.]\d{1,3})?(?:k|m| thousand| million|,000)? (?:followers|subscribers|views)\b",
        r"\b(?:murder(?:ed)?|manslaughter|killed|killing|shooting|stabbing|stabbed|shot|drown(?:ed|ing)|house fire|arson|fatal|crash|explosion|lynching|beheaded|kidnapp?ed|abducted) (?:of|by|in|at|that|which|on|when) (?:his|her|their|the|a|was|made|an) (?:[\w'-]{2,20} ?){1,3}|\b(?:dad|father|mum|mother|brother|sister|uncle|partner|parents|family) (?:was |were |is |had been |got |both |who )?(?:murdered|killed|jailed for|stabbed|shot|executed|drowned|hanged)\b(?: [\w'-]{2,20}){0,4}|\b(?:life|doing life|life sentence) for (?:the )?(?:murder|manslaughter|killing)\b(?: of)?|\bserving life\b|\bsurvived (?:the|a) (?:[\w'-]{2,20} ){0,3}(?:crash|fire|shipwreck|sinking|bomb|bombing|explosion|attack|shooting|earthquake|flood|massacre|crossing)\b|\bonly survivor\b|\bsole survivor\b",
        r"\b(?:brothers|sisters|boy|girl|teen|teenager|lad|schoolboy|schoolgirl|family|mum|mother|father|twins|pupil|hero|youngster) who (?:saved|rescued|survived|found|won|pulled|drowned|fell|swam|killed|stabbed|walked|sailed|climbed|raised|met|sang|escaped)\b(?: [\w'-]{1,20}){1,4}|\brescued by (?:the )?(?:helicopter|lifeboat|coastguard|air ambulance|mountain rescue)\b|\bheadline\b(?: (?:of|said|read|was))?|\bfound (?:as a baby )?(?:in|on) (?:a|the) (?:doorstep|lorry|fridge|suitcase|shipping container|refrigerated lorry|phone box|bin|container)\b|\b(?:born|birth) (?:in|on|at) (?:a|the) (?:prison|lorry|boat|plane|train|tent|car|car park|ambulance|bus|camp|police cell|taxi|toilet|lay-by|caravan|field|tree)\b",
        r"\b(?:speaks?|speaking|fluent in|spoke) (?:only )?(?:\w{3,14}, ){0,4}(?:three|four|five|six|seven|3|4|5|6|7) languages\b|\bonly (?:\w+ )?speaker\b|\blast (?:living )?(?:speaker|member|survivor) of\b",
        r"\b(?:bright|dyed|pink|blue|green|purple|orange|rainbow|flame|shocking|waist-length|knee-length|floor-length|white|silver|blue-black|half-shaved|neon) (?:\w{2,12} )?(?:hair|mohican|mohawk|dreads|dreadlocks|afro|wig)\b|\bface (?:piercing|tattoo)s?\b|\b(?:6|7|six|seven) ?(?:ft|foot|feet|')(?: ?\w{1,6})? (?:tall)?\b|\b(?:unusually|exceptionally|very very) (?:tall|short|small)\b|\b(?:wears|wearing|wore) (?:a |an |his |her |their |the )?(?:eye ?patch|calliper|leg brace|body brace|halo brace|hearing aids?|burqa|niqab|feeding tube|helmet (?:all|at all|day|for)|back brace|kilt)\b|\bfed (?:by|through) (?:a )?(?:tube|peg)\b|\bpeg[- ]fed\b|\beye ?patch\b|\btube[- ]fed\b",
        r"\b(?:has|had|got|with|on|after|have) (?:a |his |her )?(?:heart|kidney|liver|lung) transplant\b|\bstammer(?:s|ed)? so\b|\bheart on the right\b|\b(?:transgender|trans boy|trans girl|intersex)\b|\bjehovah'?s witness(?:es)?\b|\bplymouth brethren\b|\bexclusive brethren\b|\bhar?edi\b|\bhasidic\b|\bamish\b|\bwitch(?:craft)? (?:branding|accusations?)\b|\bspirit possession\b|\bchild of (?:a )?(?:soldier|diplomat)\b|\bhunger strike\b|\bcircus family\b|\bfairground family\b|\bshowm[ae]n\b|\bbarge family\b|\bnarrowboat\b|\blighthouse\b",
    )
)
_QUOTED_HEADLINE = re.compile(
    r"(?:cutting|headline|article|front page|newspaper|paper said|poster)[^\"\n]{0,30}\"([^\"\n]{12,120})\"", re.IGNORECASE
)


# Every pattern has one of these within 60 characters of where it begins and 40 of where it ends.
_TRIGGER = re.compile(
    r"\b(?:twin|tripl|quad|quint|conjoin|only|sole|one|first|young|old|tall|small|big|fast|last|news|paper|press|headline|tabloid|front|tell?y|tv|televis|documentary|viral|tatt?oo|birth|port|prosthet|glass|"
    r"false|artific|missing|amput|webbed|six|extra|cleft|scar|facial|burn|cauli|gold|lip|lost|los|born|differ|hetero|straw|vitil|alop|white|albin|dwarf|restrict|achon|gigan|hunt|cystic|cf|sickle|haem|hemo|"
    r"musc|duch|tour|prader|angel|rett|will|turner|kline|frag|ehlers|marfan|brit|osteo|spina|narco|leuk|brain|cereb|down|kabuki|noonan|treach|proger|phenyl|pku|thal|neuro|epiderm|motor|wilson|lupus|crohn|moeb|"
    r"möb|hirsch|tuber|di ?george|22q|charcot|guill|batten|locked|situs|rare|genetic|heart|kidney|liver|lung|bone|stem|dialys|trach|coch|colos|stoma|ileo|pace|insulin|elect|select|deaf|guide|assist|hear|therapy|"
    r"wheel|eld|middle|second|third|fourth|[6-9]|1\d|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|won|win|picked|play|cap|champ|swim|box|trial|scout|sign|runs|represent|fought|rides|mascot|county|national|region|"
    r"world|europe|english|junior|north|south|area|olymp|paral|yorks|school|chess|judo|karate|dart|bmx|title|record|medal|prodig|grade|mensa|brav|pride|dad|father|mum|mother|uncle|brother|sister|grand|step|aunt|"
    r"cousin|partner|parent|famous|well|notor|infam|celeb|youtub|influ|child|catwalk|model|\d|murder|mansl|kill|shoot|stab|shot|drown|house|arson|fatal|crash|explo|lynch|behead|kidnap|abduc|life|serving|surviv|boys?|"
    r"girls?|teen|lad|family|pupil|hero|rescue|found|speak|fluent|spoke|bright|dyed|pink|blue|green|purple|orange|rainbow|flame|shock|waist|knee|floor|silver|half|neon|face|unusu|except|very|wear|wore|fed|eye|peg|tube|"
    r"stammer|trans|intersex|jehov|plym|exclus|hare|hasid|amish|witch|spirit|hunger|circus|fairg|show|barge|narrow|light)"
)


def _lower(text: str) -> str:
    """Return the text in lower case, character for character."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(each.lower() if len(each.lower()) == 1 else each for each in text)


def find_traits(text: str) -> Iterator[Finding]:
    lower = _lower(text)
    near = windows(lower, _TRIGGER, 24, 130)
    for pattern in _PATTERNS:
        for match in matches(lower, pattern, near):
            end = match.start() + len(match[0].rstrip())
            yield Finding("trait", match.start() + len(match[0]) - len(match[0].lstrip()), end, CHECK)
    for match in _QUOTED_HEADLINE.finditer(text):
        yield Finding("trait", match.start(1), match.end(1), CHECK)
