"""Sentences written for the parity test, as words set apart by spaces: every head has something to say in them."""
SENTENCES = """
The foreign minister of Norland met her Estavian counterpart in Port Vale on Tuesday .
Police did n't arrest anyone after the march , a spokesman said .
Rebels shelled the town of Kesh overnight , killing three soldiers and wounding nine .
President Ilmar Tosk will visit Berlin next week to sign the treaty .
KARLSTAD , Oct 3 ( AFP ) - Thousands of teachers went on strike over pay .
The two armies could resume talks if the ceasefire holds .
Parliament rejects plan to send troops abroad
It was the third time that Moscow had recalled its ambassador from Oslo .
UN agencies delivered 40 tonnes of food and tents to the flooded valley .
A court in Lisbon jailed the former mayor for six years for taking bribes .
" We demand that they lift the siege at once , " she told reporters .
The U.S. Navy seized a tanker that was carrying oil to the island .
Protesters threw stones at riot police , who answered with tear gas .
Negotiations between the union and the railway broke down on Friday .
He denied having met the general before the coup .
Éva Szabó 's lawyers asked the judge to drop the charges .
China and Japan agreed to reopen the border for trade from 1 May 2024 .
The bank 's shares fell 3.5 % after the announcement .
Who shot the bishop ?
Ministers from 12 countries condemned the attack and promised $ 2 million in aid .
""".strip().split("\n")
